package fr.vigie.audit.evidence;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import fr.vigie.audit.chain.AuditRecord;
import fr.vigie.audit.chain.ChainStore;
import fr.vigie.audit.chain.ChainStore.AlertPage;
import fr.vigie.audit.chain.PageCodec;
import fr.vigie.audit.chain.PageCodec.UnreadablePageException;
import fr.vigie.service.Caller;
import fr.vigie.service.ProblemCode;
import fr.vigie.service.ProblemException;
import fr.vigie.service.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The records of an alert, in the order in which they were stored. */
@Path("/api/v1/records")
@RolesAllowed(Roles.AUDITOR)
@Blocking
@Tag(name = "Evidence")
public class RecordsResource {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int PAGES_AT_ONCE = 4;
    private static final int UUID_LENGTH = 36;

    private final ChainStore store;
    private final Caller caller;

    RecordsResource(ChainStore store, Caller caller) {
        this.store = store;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "listRecords",
            summary = "The records of an alert",
            description = "Texts and numbers stand as keyed digests. Follow nextCursor until it is absent.")
    @APIResponse(
            responseCode = "200",
            description = "Some records, and where the next ones begin",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Records.class),
                            examples = @ExampleObject(name = "one record", value = Examples.RECORDS)))
    public Records list(
            @QueryParam("alertId")
                    @Parameter(
                            required = true,
                            schema = @Schema(type = SchemaType.STRING, format = "uuid"),
                            example = Examples.ALERT)
                    String alertId,
            @QueryParam("cursor") @Parameter(example = "17-204") String cursor,
            @QueryParam("limit") @DefaultValue("200") @Min(1) @Max(2_000) int limit) {
        NationalAudit.require(caller);
        UUID alert = alert(alertId);
        Cursor from = Cursor.parse(cursor);
        return collect(pages(alert, from.page()), alert, from, limit);
    }

    @GET
    @Path("count")
    @Operation(
            operationId = "countRecords",
            summary = "How many records speak of an alert, by topic",
            description = "Tells, together with the verification, whether the log holds every event of an alert.")
    @APIResponse(
            responseCode = "200",
            description = "Numbers of records; a topic without any is left out",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Count.class),
                            examples = @ExampleObject(name = "an alert to 120 merchants", value = Examples.COUNT)))
    public Count count(
            @QueryParam("alertId")
                    @Parameter(
                            required = true,
                            schema = @Schema(type = SchemaType.STRING, format = "uuid"),
                            example = Examples.ALERT)
                    String alertId) {
        NationalAudit.require(caller);
        UUID alert = alert(alertId);
        Map<String, Long> byTopic = new TreeMap<>();
        long from = 0;
        List<AlertPage> pages = pages(alert, from);
        while (!pages.isEmpty()) {
            for (AlertPage page : pages) {
                long found = read(page).stream()
                        .filter(entry -> alert.equals(entry.alertId()))
                        .count();
                byTopic.merge(page.topic(), found, Long::sum);
            }
            from = pages.get(pages.size() - 1).pageId() + 1;
            pages = pages(alert, from);
        }
        return new Count(
                alert, byTopic.values().stream().mapToLong(Long::longValue).sum(), byTopic);
    }

    private List<AlertPage> pages(UUID alert, long from) {
        return store.pagesOf(alert, from, PAGES_AT_ONCE)
                .collect()
                .asList()
                .await()
                .atMost(LIMIT);
    }

    private static UUID alert(String text) {
        if (text == null || text.isEmpty()) {
            throw ProblemException.missing("alertId");
        }
        try {
            if (text.length() == UUID_LENGTH) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            // Told to the caller below, like every other wrong form.
        }
        throw ProblemException.invalid("alertId", "uuid", "is not the id of an alert");
    }

    private static Records collect(List<AlertPage> pages, UUID alertId, Cursor from, int limit) {
        List<Item> items = new ArrayList<>();
        for (AlertPage page : pages) {
            List<AuditRecord> entries = read(page);
            int skip = page.pageId() == from.page() ? from.skip() : 0;
            for (int i = skip; i < entries.size(); i++) {
                AuditRecord entry = entries.get(i);
                if (!alertId.equals(entry.alertId())) {
                    continue;
                }
                if (items.size() == limit) {
                    return new Records(items, new Cursor(page.pageId(), i).toString());
                }
                items.add(new Item(page.topic(), page.partition(), entry));
            }
        }
        boolean more = pages.size() == PAGES_AT_ONCE;
        return new Records(items, more ? new Cursor(pages.get(pages.size() - 1).pageId() + 1, 0).toString() : null);
    }

    private static List<AuditRecord> read(AlertPage page) {
        try {
            return PageCodec.read(page.body());
        } catch (UnreadablePageException e) {
            throw new ProblemException(
                    ProblemCode.INTERNAL, "A page of the log is damaged: run the verification to learn where");
        }
    }

    /** Some records, and where the next ones begin; no {@code nextCursor} where there are no more. */
    public record Records(List<Item> items, String nextCursor) {}

    /** One record and where it stands. */
    public record Item(
            String topic, int partition, @JsonUnwrapped AuditRecord entry) {}

    /**
     * How many records speak of an alert.
     *
     * @param byTopic only topics that have any
     */
    public record Count(UUID alertId, long total, Map<String, Long> byTopic) {}

    private record Cursor(long page, int skip) {
        private static final int LONGEST = 40;

        static Cursor parse(String text) {
            if (text == null) {
                return new Cursor(0, 0);
            }
            String[] parts = text.split("-", -1);
            try {
                if (parts.length == 2 && text.length() <= LONGEST) {
                    return new Cursor(Long.parseLong(parts[0]), Math.max(0, Integer.parseInt(parts[1])));
                }
            } catch (NumberFormatException e) {
                // Told to the caller below, like every other wrong form.
            }
            throw ProblemException.invalid("cursor", "nextCursor", "Use the nextCursor of the answer before");
        }

        @Override
        public String toString() {
            return page + "-" + skip;
        }
    }
}
