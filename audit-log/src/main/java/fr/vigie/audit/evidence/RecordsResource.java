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
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The records of an alert, in the order in which they were stored. */
@Path("/api/v1/records")
@RolesAllowed(Roles.AUDITOR)
@Tag(name = "Evidence")
public class RecordsResource {
    private static final int PAGES_AT_ONCE = 4;

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
    public Uni<Records> list(
            @NotNull @QueryParam("alertId") @Parameter(example = "0f8b6f0e-6b52-4d2c-9a0c-0d6a2f3c9b11") UUID alertId,
            @QueryParam("cursor") String cursor,
            @QueryParam("limit") @DefaultValue("200") @Min(1) @Max(2_000) int limit) {
        NationalAudit.require(caller);
        Cursor from = Cursor.parse(cursor);
        return store.pagesOf(alertId, from.page(), PAGES_AT_ONCE)
                .collect()
                .asList()
                .map(pages -> collect(pages, alertId, from, limit));
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
