package fr.vigie.standalone.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What became of something else that was to send as many texts through the same SMSC. */
public sealed interface Yardstick {
    /** Its name in JSON. */
    String name();

    /** Adds it under its name. */
    void addTo(ObjectNode all, long ours);

    /** What is said of it in a table, beside our rate of texts a second. */
    String line(long ours);

    /**
     * It was measured.
     *
     * @param label what it is, for a person
     * @param perSecond texts a second until the last was submitted
     * @param cpu seconds of processor time of its processes
     * @param more what else it tells, for JSON
     */
    record Measured(String name, String label, int texts, long perSecond, double cpu, Map<String, Double> more)
            implements Yardstick {
        public Measured {
            more = Map.copyOf(more);
        }

        /** Our rate against its own. */
        public double ratio(long ours) {
            return ours / (double) Math.max(1, perSecond);
        }

        @Override
        public void addTo(ObjectNode all, long ours) {
            ObjectNode found = all.putObject(name);
            found.put("ratio", ratio(ours));
            found.put("texts", texts);
            found.put("handOffsPerSecond", perSecond);
            found.put("cpuSeconds", cpu);
            more.forEach(found::put);
        }

        @Override
        public String line(long ours) {
            double missing = more.getOrDefault("receiptsMissing", 0.0);
            return String.format(
                    Locale.ROOT,
                    "%.2f times %s:%n     %,d against %,d texts/s; it took %.1f s CPU%s",
                    ratio(ours),
                    label,
                    ours,
                    perSecond,
                    cpu,
                    missing > 0 ? String.format(Locale.ROOT, ", %,.0f receipts are missing", missing) : "");
        }
    }

    /** It was asked for and could not be measured. */
    record Failed(String name, String error) implements Yardstick {
        @Override
        public void addTo(ObjectNode all, long ours) {
            all.putObject(name).put("error", error);
        }

        @Override
        public String line(long ours) {
            return "NOT MEASURED: " + name + ": " + error;
        }
    }

    /** Whether all that were asked for were measured. */
    static boolean complete(List<Yardstick> all) {
        return all.stream().noneMatch(Failed.class::isInstance);
    }
}
