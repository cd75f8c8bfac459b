package fr.vigie.audit.evidence;

import fr.vigie.audit.chain.ChainId;
import fr.vigie.audit.chain.ChainStore;
import fr.vigie.audit.chain.ChainStore.Chain;
import fr.vigie.audit.chain.ChainVerifier;
import fr.vigie.audit.chain.ChainVerifier.Fault;
import fr.vigie.audit.chain.ChainVerifier.Kind;
import fr.vigie.audit.intake.AuditedTopics;
import fr.vigie.audit.intake.TopicIds;
import fr.vigie.audit.intake.TopicIds.Extent;
import fr.vigie.service.Caller;
import fr.vigie.service.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Recomputes all chains and compares them with what Kafka holds. */
@Path("/api/v1/verification")
@RolesAllowed(Roles.AUDITOR)
@Tag(name = "Evidence")
public class VerificationResource {
    private static final Duration LIMIT = Duration.ofSeconds(30);

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
    @APIResponse(
            responseCode = "200",
            description = "What was found, also where the log is not intact",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Verification.class),
                            examples = @ExampleObject(name = "a changed record", value = Examples.VERIFICATION)))
    public Verification verify() {
        NationalAudit.require(caller);
        List<Chain> chains = store.chains().await().atMost(LIMIT);
        List<ChainResult> results = new ArrayList<>();
        for (Chain chain : chains) {
            results.add(ChainResult.of(chain, verifier.verify(chain)));
        }
        boolean intact = results.stream().allMatch(ChainResult::intact);
        long records = results.stream().mapToLong(ChainResult::records).sum();
        return new Verification(intact, behind(chains), records, false, clock.instant(), results);
    }

    private long behind(List<Chain> chains) {
        Map<TopicPartition, Extent> extents = topicIds.extents(AuditedTopics.ALL);
        long behind = 0;
        for (Map.Entry<TopicPartition, Extent> each : extents.entrySet()) {
            long recorded = chains.stream()
                    .filter(chain -> isOf(each.getKey(), each.getValue(), chain.id()))
                    .mapToLong(chain -> chain.lastOffset() + 1)
                    .findFirst()
                    .orElse(0);
            behind += Math.max(
                    0,
                    each.getValue().end() - Math.max(recorded, each.getValue().first()));
        }
        return behind;
    }

    private static boolean isOf(TopicPartition partition, Extent extent, ChainId chain) {
        return chain.topicId().equals(extent.topicId()) && chain.partition() == partition.partition();
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
