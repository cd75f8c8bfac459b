package fr.vigie.audit.evidence;

import fr.vigie.audit.chain.ChainStore;
import fr.vigie.audit.chain.ChainStore.Chain;
import fr.vigie.audit.chain.ChainVerifier;
import fr.vigie.audit.chain.ChainVerifier.Fault;
import fr.vigie.audit.chain.ChainVerifier.Kind;
import fr.vigie.audit.intake.TopicIds;
import fr.vigie.service.Caller;
import fr.vigie.service.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Recomputes all chains and compares them with what Kafka holds. */
@Path("/api/v1/verification")
@RolesAllowed(Roles.AUDITOR)
@Tag(name = "Evidence")
public class VerificationResource {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final ChainStore store;
    private final ChainVerifier verifier;
    private final TopicIds topicIds;
    private final Caller caller;
    private final Clock clock;

    VerificationResource(ChainStore store, ChainVerifier verifier, TopicIds topicIds, Caller caller, Clock clock) {
        this.store = store;
        this.verifier = verifier;
        this.topicIds = topicIds;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @Blocking
    @Operation(
            operationId = "verifyChains",
            summary = "Verifies every chain from its first record to its head",
            description = "intact: nothing was changed or is missing. behind: events that Kafka holds and the log does"
                    + " not have yet. The chains are not signed yet: whoever may write the database could compute a"
                    + " whole new chain.")
    public Verification verify() {
        NationalAudit.require(caller);
        List<Chain> chains = store.chains().await().atMost(LIMIT);
        List<ChainResult> results = new ArrayList<>();
        for (Chain chain : chains) {
            Optional<Fault> fault = verifier.verify(chain).await().atMost(LIMIT);
            results.add(ChainResult.of(chain, fault));
        }
        boolean intact = results.stream().allMatch(ChainResult::intact);
        long records = results.stream().mapToLong(ChainResult::records).sum();
        return new Verification(intact, behind(chains), records, false, clock.instant(), results);
    }

    private long behind(List<Chain> chains) {
        if (chains.isEmpty()) {
            return 0;
        }
        Set<String> topics = chains.stream().map(chain -> chain.id().topic()).collect(Collectors.toSet());
        Map<TopicPartition, Long> ends = topicIds.ends(topics);
        long behind = 0;
        Set<TopicPartition> started = new HashSet<>();
        for (Chain chain : chains) {
            TopicPartition partition =
                    new TopicPartition(chain.id().topic(), chain.id().partition());
            if (topicIds.current(chain.id())) {
                started.add(partition);
                behind += Math.max(0, ends.getOrDefault(partition, 0L) - chain.lastOffset() - 1);
            }
        }
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            behind += started.contains(end.getKey()) ? 0 : end.getValue();
        }
        return behind;
    }

    /**
     * What was found.
     *
     * @param intact whether every chain fits from its first record to its head
     * @param behind events that Kafka holds and the log does not have yet
     * @param records how many records were verified
     * @param signed whether the heads are signed; not yet
     * @param verifiedAt when
     * @param chains each chain
     */
    public record Verification(
            boolean intact, long behind, long records, boolean signed, Instant verifiedAt, List<ChainResult> chains) {}

    /**
     * One chain.
     *
     * @param head hash of its last record
     * @param fault the first record that does not fit or is missing; null where it is intact
     */
    public record ChainResult(
            String topic,
            UUID topicId,
            int partition,
            long firstOffset,
            long lastOffset,
            long records,
            String head,
            boolean intact,
            FaultFound fault) {
        static ChainResult of(Chain chain, Optional<Fault> fault) {
            return new ChainResult(
                    chain.id().topic(),
                    chain.id().topicId(),
                    chain.id().partition(),
                    chain.firstOffset(),
                    chain.lastOffset(),
                    chain.records(),
                    chain.head(),
                    fault.isEmpty(),
                    fault.map(found -> new FaultFound(found.kind(), found.offset()))
                            .orElse(null));
        }
    }

    /** Where a chain breaks. */
    public record FaultFound(Kind kind, long offset) {}
}
