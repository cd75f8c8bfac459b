package fr.vigie.audit.chain;

import fr.vigie.audit.chain.ChainStore.Chain;
import fr.vigie.audit.chain.ChainStore.Page;
import fr.vigie.audit.chain.PageCodec.UnreadablePageException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Recomputes a chain from its first record and names the first one that does not fit or is missing. */
@ApplicationScoped
public class ChainVerifier {
    private final ChainStore store;

    ChainVerifier(ChainStore store) {
        this.store = store;
    }

    /** Verifies one chain up to the head that it had when it was listed; a few pages are in memory at a time. */
    public Uni<Optional<Fault>> verify(Chain chain) {
        return walk(new Walk(chain));
    }

    private Uni<Optional<Fault>> walk(Walk walk) {
        return store.pagesAfter(walk.chain.id(), walk.offset).chain(pages -> {
            Optional<Fault> fault = walk.check(pages);
            return fault.isPresent() || walk.complete() ? Uni.createFrom().item(fault) : walk(walk);
        });
    }

    /** What is wrong with a chain. */
    public enum Kind {
        /** A record between two others, or at the end, is not there. */
        MISSING_RECORD,
        /** A record is not the one that was hashed. */
        CHANGED_RECORD,
        /** A page cannot be read. */
        UNREADABLE_PAGE,
        /** The chain's head is not the hash of its last record. */
        CHANGED_HEAD
    }

    /**
     * The first fault of a chain.
     *
     * @param offset the record that does not fit or is missing
     */
    public record Fault(ChainId chain, long offset, Kind kind) {}

    private static final class Walk {
        private final Chain chain;
        private final RecordHash hash = new RecordHash();
        private String previous;
        private long offset;

        Walk(Chain chain) {
            this.chain = chain;
            this.offset = chain.firstOffset() - 1;
            this.previous = hash.genesis(chain.id(), chain.firstOffset());
        }

        boolean complete() {
            return offset == chain.lastOffset();
        }

        Optional<Fault> check(List<Page> pages) {
            if (pages.isEmpty()) {
                return fault(offset + 1, Kind.MISSING_RECORD);
            }
            for (Page page : pages) {
                Optional<Fault> fault = check(page);
                if (fault.isPresent() || complete()) {
                    return fault;
                }
            }
            return Optional.empty();
        }

        private Optional<Fault> check(Page page) {
            List<AuditRecord> entries;
            try {
                entries = PageCodec.read(page.body());
            } catch (UnreadablePageException e) {
                return fault(page.firstOffset(), Kind.UNREADABLE_PAGE);
            }
            for (AuditRecord entry : entries) {
                if (entry.offset() != offset + 1) {
                    return fault(offset + 1, Kind.MISSING_RECORD);
                }
                previous = hash.of(previous, entry);
                offset = entry.offset();
                if (!previous.equals(entry.hash())) {
                    return fault(offset, Kind.CHANGED_RECORD);
                }
                if (complete()) {
                    return previous.equals(chain.head()) ? Optional.empty() : fault(offset, Kind.CHANGED_HEAD);
                }
            }
            return offset == page.lastOffset() ? Optional.empty() : fault(offset + 1, Kind.MISSING_RECORD);
        }

        private Optional<Fault> fault(long at, Kind kind) {
            return Optional.of(new Fault(chain.id(), at, kind));
        }
    }
}
