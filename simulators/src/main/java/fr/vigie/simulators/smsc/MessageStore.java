package fr.vigie.simulators.smsc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.simulators.Journal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The newest accepted parts in memory, and all of them in the journal file {@code smsc.jsonl}. After a restart the end
 * of the file is read back, so that query_sm and outstanding receipts go on where they were.
 */
final class MessageStore {

    static final String FILE = "smsc.jsonl";
    /** How much of the journal's end is read back: some 33,000 parts, in about a second. */
    private static final long READ_BACK_BYTES = 24L << 20;

    private final int remember;
    private final Journal journal;
    private final Map<String, StoredMessage> messages = new LinkedHashMap<>();
    /** One alert's text and sender go to thousands: kept once. */
    private final Map<String, String> texts = new LinkedHashMap<>();

    MessageStore(int remember, Journal journal) {
        this.remember = remember;
        this.journal = journal;
    }

    /** Reads what an earlier process left in the folder; lines that cannot be read are skipped. */
    void readBack(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return;
        }
        ObjectMapper mapper = new ObjectMapper();
        try (InputStream in = Files.newInputStream(file)) {
            long skip = Files.size(file) - READ_BACK_BYTES;
            in.skipNBytes(Math.max(0, skip));
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
            if (skip > 0) {
                lines.readLine();
            }
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                try {
                    replay(mapper.readTree(line));
                } catch (IOException | RuntimeException e) {
                    continue; // a line cut short by a kill
                }
            }
        }
    }

    private void replay(JsonNode line) {
        Instant at = Instant.parse(line.path("at").asText());
        String id = line.path("messageId").asText();
        switch (line.path("event").asText()) {
            case "accepted" ->
                put(new StoredMessage(
                        line.path("number").asLong(),
                        id,
                        new Submit(
                                shared(line.path("source").asText()),
                                line.path("destination").asText(),
                                shared(line.path("text").asText()),
                                line.path("part").asInt(),
                                line.path("parts").asInt(),
                                line.path("reference").asInt(),
                                line.path("userMessageReference").asInt(),
                                line.path("dataCoding").asInt(),
                                line.path("esmClass").asInt(),
                                line.path("receiptWanted").asBoolean(),
                                line.path("receiptOnFailureOnly").asBoolean()),
                        at));
            case "final" ->
                find(id).ifPresent(message ->
                        message.becomes(MessageState.valueOf(line.path("state").asText()), at));
            case "receipt" -> find(id).ifPresent(StoredMessage::receiptAcknowledged);
            default -> {}
        }
    }

    StoredMessage accept(long number, String id, Submit submit, Instant at) {
        journal.append(at, "accepted", line -> {
            line.writeStringField("messageId", id);
            line.writeNumberField("number", number);
            line.writeStringField("destination", submit.destination());
            line.writeStringField("source", submit.source());
            line.writeStringField("text", submit.text());
            line.writeNumberField("part", submit.part());
            line.writeNumberField("parts", submit.parts());
            line.writeNumberField("reference", submit.reference());
            line.writeNumberField("userMessageReference", submit.userMessageReference());
            line.writeNumberField("dataCoding", submit.dataCoding());
            line.writeNumberField("esmClass", submit.esmClass());
            line.writeBooleanField("receiptWanted", submit.receiptWanted());
            line.writeBooleanField("receiptOnFailureOnly", submit.receiptOnFailureOnly());
        });
        StoredMessage message = new StoredMessage(
                number,
                id,
                new Submit(
                        shared(submit.source()),
                        submit.destination(),
                        shared(submit.text()),
                        submit.part(),
                        submit.parts(),
                        submit.reference(),
                        submit.userMessageReference(),
                        submit.dataCoding(),
                        submit.esmClass(),
                        submit.receiptWanted(),
                        submit.receiptOnFailureOnly()),
                at);
        put(message);
        return message;
    }

    void becomes(StoredMessage message, MessageState state, Instant at) {
        message.becomes(state, at);
        journal.append(at, "final", line -> {
            line.writeStringField("messageId", message.id());
            line.writeStringField("destination", message.submit().destination());
            line.writeStringField("state", state.name());
            line.writeNumberField("error", state.error());
        });
    }

    void receiptAcknowledged(StoredMessage message) {
        message.receiptAcknowledged();
        journal.append("receipt", line -> {
            line.writeStringField("messageId", message.id());
            line.writeStringField("destination", message.submit().destination());
        });
    }

    synchronized Optional<StoredMessage> find(String id) {
        return Optional.ofNullable(messages.get(id));
    }

    /** What is remembered, oldest first. */
    synchronized List<StoredMessage> all() {
        return new ArrayList<>(messages.values());
    }

    private synchronized void put(StoredMessage message) {
        messages.put(message.id(), message);
        if (messages.size() > remember) {
            forgetOldest(messages);
        }
    }

    private synchronized String shared(String text) {
        String known = texts.putIfAbsent(text, text);
        if (known == null && texts.size() > 1_000) {
            forgetOldest(texts);
        }
        return known == null ? text : known;
    }

    private static <T> void forgetOldest(Map<String, T> map) {
        Iterator<String> oldest = map.keySet().iterator();
        oldest.next();
        oldest.remove();
    }
}
