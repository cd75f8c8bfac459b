package fr.vigie.standalone.bench.soak;

import fr.vigie.standalone.bench.ProcessMemory;
import fr.vigie.standalone.system.LocalSystem;
import fr.vigie.standalone.system.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The system's processes, each with what it started, as Linux tells of them; elsewhere only heaps and logs are known. */
final class Processes {
    private static final Path PROC = Path.of("/proc");
    private static final String POSTGRES = "postgres";
    private static final String CALLING = Service.DISPATCH_VOICE.id();
    private static final int CLASSES_SHOWN = 12;

    private final LocalSystem system;
    private final Map<String, Long> pids;
    private final Map<String, LiveObjects> first = new HashMap<>();
    private final Map<String, LiveObjects> last = new HashMap<>();

    Processes(LocalSystem system) {
        this.system = system;
        pids = system.processes();
    }

    void lookAt(Map<Figure, Double> values) {
        pids.forEach((name, pid) -> {
            if (Files.exists(PROC.resolve("self"))) {
                values.put(new Figure(Measure.MEMORY, name), ProcessMemory.withChildren(pid) / 1024.0);
                values.put(new Figure(Measure.THREADS, name), sum(pid, Processes::threads));
                String data = system.data().root().resolve(name).toString();
                values.put(new Figure(Measure.FILES, name), sum(pid, each -> files(each, data)));
            }
        });
        system.data()
                .allLogs()
                .forEach((name, file) -> values.put(new Figure(Measure.LOG, name), sizeOf(file) / 1024.0));
        values.put(
                new Figure(Measure.STORED, "simulators' journals"),
                sizeOf(system.data().journals()) / (1024.0 * 1024));
    }

    /** Has every Java process collect its garbage and counts what is left; the one with the calls before the next begin. */
    void lookAtHeaps(Map<Figure, Double> values) throws InterruptedException {
        lookAtHeap(CALLING, values);
        for (String each : pids.keySet()) {
            if (!each.equals(POSTGRES) && !each.equals(CALLING)) {
                lookAtHeap(each, values);
            }
        }
    }

    private void lookAtHeap(String process, Map<Figure, Double> values) throws InterruptedException {
        LiveObjects live = LiveObjects.of(pids.get(process));
        values.put(new Figure(Measure.HEAP, process), live.total() / (1024.0 * 1024));
        first.putIfAbsent(process, live);
        last.put(process, live);
    }

    /** Which classes of a process' heap grew most between the first look and the last. */
    List<String> grownClasses(String process) {
        return last.get(process).grownSince(first.get(process), CLASSES_SHOWN);
    }

    /** Those that run as another process than at the beginning: they died and were brought back. */
    List<String> restarted() {
        Map<String, Long> now = new TreeMap<>(system.processes());
        now.values().removeAll(pids.values());
        return List.copyOf(now.keySet());
    }

    private interface Count {
        long of(ProcessHandle process) throws IOException;
    }

    private static double sum(long pid, Count count) {
        return ProcessHandle.of(pid).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .mapToLong(process -> {
                    try {
                        return count.of(process);
                    } catch (IOException | UncheckedIOException e) {
                        return 0; // it has ended since it was listed
                    }
                })
                .sum();
    }

    private static long threads(ProcessHandle process) throws IOException {
        try (Stream<Path> all = Files.list(PROC.resolve(process.pid() + "/task"))) {
            return all.count();
        }
    }

    private static long files(ProcessHandle process, String leftOut) throws IOException {
        try (Stream<Path> all = Files.list(PROC.resolve(process.pid() + "/fd"))) {
            return all.filter(each -> !target(each).startsWith(leftOut)).count();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // closed since it was listed
        }
    }

    private static long sizeOf(Path path) {
        try (Stream<Path> all = Files.walk(path)) {
            return all.filter(Files::isRegularFile).mapToLong(Processes::length).sum();
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0; // removed since it was listed
        }
    }
}
