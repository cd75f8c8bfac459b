package fr.vigie.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files that each version wrote. They are never changed: a later version must read them as they are. */
record Golden(String topic, Path file) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static List<Golden> all() {
        try (Stream<Path> files =
                Files.walk(Path.of(Golden.class.getResource("/v1").toURI()))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .map(file -> new Golden(file.getParent().getFileName().toString(), file))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those that together have every field of their topic. */
    static List<Golden> full() {
        return all().stream()
                .filter(golden -> golden.file.getFileName().toString().endsWith("full.json"))
                .toList();
    }

    Class<?> type() {
        return type(topic);
    }

    static Class<?> type(String topic) {
        return switch (topic) {
            case Topics.ALERT_ACCEPTED -> AlertAccepted.class;
            case Topics.REPORT_RECEIVED -> ReportReceived.class;
            case Topics.ALERT_CONTROL -> AlertControl.class;
            case Topics.RECIPIENTS_RESOLVED -> RecipientsResolved.class;
            case Topics.DELIVERY_EVENTS -> DeliveryEvent.class;
            case Topics.SUBSCRIBER_EVENTS -> SubscriberEvent.class;
            default -> DeliveryRequested.class;
        };
    }

    byte[] bytes() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode json() {
        try {
            return MAPPER.readTree(bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return topic + "/" + file.getFileName();
    }
}
