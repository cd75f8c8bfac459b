package fr.vigie.acceptance.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One journal of the simulators, read from a place in it on. */
final class Journal {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Journal() {}

    static long end(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole lines after a place; a last one that is still being written is left out. */
    static List<JsonNode> after(Path file, long from) {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            byte[] bytes = Files.readAllBytes(file);
            int start = (int) Math.min(from, bytes.length);
            String text = new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
            int complete = text.lastIndexOf('\n') + 1;
            List<JsonNode> lines = new ArrayList<>();
            for (String line : text.substring(0, complete).split("\n")) {
                if (!line.isBlank()) {
                    lines.add(MAPPER.readTree(line));
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
