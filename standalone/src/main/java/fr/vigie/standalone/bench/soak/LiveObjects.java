package fr.vigie.standalone.bench.soak;

import fr.vigie.standalone.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a full collection leaves of a Java process' heap.
 *
 * @param bytes by class, as the JVM writes its name
 */
record LiveObjects(Map<String, Long> bytes) {
    private static final Pattern LINE = Pattern.compile("(?m)^ *\\d+: +\\d+ +(\\d+) +(\\S+)");
    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");

    LiveObjects {
        bytes = Map.copyOf(bytes);
    }

    /** Refuses a Java that cannot tell. */
    static void requireTool() {
        if (!Files.isExecutable(JCMD)) {
            throw new Fault("A soak needs " + JCMD + ", which a JDK has and a JRE has not.");
        }
    }

    /**
     * Has a process collect all its garbage, which stops it for some 100 ms, and counts the rest.
     *
     * @throws Fault where the process has ended or does not answer
     */
    static LiveObjects of(long pid) throws InterruptedException {
        try {
            Process tool = new ProcessBuilder(JCMD.toString(), String.valueOf(pid), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String text = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (tool.waitFor() != 0) {
                throw new Fault("Process " + pid + " does not tell what its heap holds: " + text.strip());
            }
            return in(text);
        } catch (IOException e) {
            throw new Fault("Process " + pid + " does not tell what its heap holds: " + e.getMessage(), e);
        }
    }

    /** Reads a class histogram. */
    static LiveObjects in(String histogram) {
        Map<String, Long> bytes = new HashMap<>();
        Matcher line = LINE.matcher(histogram);
        while (line.find()) {
            bytes.merge(line.group(2), Long.parseLong(line.group(1)), Long::sum); // one name under several loaders
        }
        return new LiveObjects(bytes);
    }

    long total() {
        return bytes.values().stream().mapToLong(each -> each).sum();
    }

    /** The classes that grew most, with the bytes that were added, the first one most. */
    List<String> grownSince(LiveObjects before, int most) {
        Map<String, Long> grown = new HashMap<>();
        bytes.forEach((name, now) -> grown.put(name, now - before.bytes.getOrDefault(name, 0L)));
        return grown.entrySet().stream()
                .filter(each -> each.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .map(each -> each.getKey() + " +" + each.getValue())
                .toList();
    }
}
