package fr.vigie.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import fr.vigie.standalone.Fault;
import fr.vigie.standalone.client.Api;
import java.util.List;
import java.util.function.Consumer;

/** Enrols the sample merchants by the registry's import; who is enrolled already stays as it is. */
public final class SampleLoad {
    private static final int ROWS = 10_000;

    private SampleLoad() {}

    /**
     * Imports them all.
     *
     * @throws Fault where the registry refuses a line
     */
    public static void into(Api registry, SampleMerchants merchants, Consumer<String> progress) {
        List<String> files = merchants.csvFiles(ROWS);
        int done = 0;
        for (String csv : files) {
            JsonNode report =
                    registry.post("/api/v1/subscribers/import?mode=all-or-nothing", "text/csv; charset=utf-8", csv);
            long rejected = report.path("rejected").asLong();
            if (rejected > 0) {
                throw new Fault("The registry refused " + rejected + " sample merchants ("
                        + report.path("errors").path(0).path("code").asText()
                        + "): they can be enrolled only where all operators are simulated.");
            }
            progress.accept("enrolling sample merchants: file " + ++done + " of " + files.size());
        }
    }
}
