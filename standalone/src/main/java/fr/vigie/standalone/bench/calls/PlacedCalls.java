package fr.vigie.standalone.bench.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.standalone.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * When calls arrived at the telephones, by their own journal.
 *
 * @param times of the INVITEs, in their order
 */
record PlacedCalls(List<Instant> times) {
    PlacedCalls {
        times = times.stream().sorted().toList();
    }

    /** Those in a journal whose called number is one of these. */
    static PlacedCalls in(Path journal, Predicate<String> numbers) {
        ObjectMapper json = new ObjectMapper();
        List<Instant> times = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(journal)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("\"event\":\"invite\"")) {
                    JsonNode invite = json.readTree(line);
                    if (numbers.test(invite.path("called").asText())) {
                        times.add(Instant.parse(invite.path("at").asText()));
                    }
                }
            }
        } catch (IOException e) {
            throw new Fault("The telephones' journal cannot be read: " + e.getMessage(), e);
        }
        return new PlacedCalls(times);
    }

    int count() {
        return times.size();
    }

    /** Calls a second from the first to the last; 0 where there are not two. */
    double perSecond() {
        if (times.size() < 2) {
            return 0;
        }
        long nanos = Duration.between(times.get(0), times.get(times.size() - 1)).toNanos();
        return nanos == 0 ? 0 : (times.size() - 1) * 1e9 / nanos;
    }

    /** The most that arrived within any second, wherever it begins. */
    int mostInASecond() {
        int most = 0;
        int from = 0;
        for (int i = 0; i < times.size(); i++) {
            while (Duration.between(times.get(from), times.get(i)).toNanos() >= 1_000_000_000) {
                from++;
            }
            most = Math.max(most, i - from + 1);
        }
        return most;
    }

    /** Milliseconds from a moment to each, sorted. */
    List<Long> millisSince(Instant moment) {
        return times.stream()
                .map(time -> Duration.between(moment, time).toMillis())
                .toList();
    }
}
