package fr.vigie.audit.chain;

import fr.vigie.audit.chain.ChainStore.Chain;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** Recomputes a chain from its first record and names the first one that does not fit or is missing. */
@ApplicationScoped
public class ChainVerifier {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ChainStore store;

    ChainVerifier(ChainStore store) {
        this.store = store;
    }

    /**
     * Verifies one chain up to the head that it had when it was listed. Blocks; a few pages are in memory at a time.
     *
     * @return the first fault; empty where the chain is intact
     */
    public Optional<Fault> verify(Chain chain) {
        ChainWalk walk = new ChainWalk(chain);
        Optional<Fault> fault = Optional.empty();
        while (fault.isEmpty() && !walk.complete()) {
            fault = walk.check(
                    store.pagesAfter(chain.id(), walk.offset()).await().atMost(LIMIT));
        }
        return fault;
    }

    /** What is wrong with a chain. */
    public enum Kind {
        /** A record between two others, or at the end, is not there. */
        MISSING_RECORD,
        /** A record is not the one that was hashed. */
        CHANGED_RECORD,
        /** A page cannot be read. */
        UNREADABLE_PAGE,
        /** What a page is found by, its offsets or alerts, is not what its records say. */
        CHANGED_INDEX,
        /** The chain's head is not the hash of its last record, or counts another number of records. */
        CHANGED_HEAD
    }

    /**
     * The first fault of a chain.
     *
     * @param offset the record that does not fit or is missing; the first of its page where the page as a whole does not
     */
    public record Fault(ChainId chain, long offset, Kind kind) {}
}
