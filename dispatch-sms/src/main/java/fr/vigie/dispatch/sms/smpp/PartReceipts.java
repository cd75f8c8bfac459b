package fr.vigie.dispatch.sms.smpp;

import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.dispatch.carrier.ReceiptSink;
import fr.vigie.events.DeliveryState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Receipts of texts in several parts. Such a text has all its parts' ids as its name; it is delivered when every part
 * is, and has failed when one has. What is known of the parts lives in memory: after a crash the parts are asked about
 * one by one when the receipt is overdue, and nothing is ever called delivered of which a part may be missing.
 */
final class PartReceipts {
    /** No id has white space in it: {@link MessageIds}. */
    private static final String JOINT = " ";
    /** What an index of the database takes, with the carrier's name beside it. */
    private static final int MOST_OCTETS = 2_400;

    private static final int MOST_TEXTS = 100_000;
    private static final int MOST_EARLY = 20_000;

    private final ReceiptSink sink;
    private final Map<String, Text> byPart = new HashMap<>();
    private final Map<String, Text> texts = bounded(MOST_TEXTS);
    private final Map<String, Receipt> early = bounded(MOST_EARLY);
    private int underWay;

    PartReceipts(ReceiptSink sink) {
        this.sink = sink;
    }

    private static <V> Map<String, V> bounded(int most) {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    /** The ids of a text's parts, at least one; empty strings where it has no name. */
    static List<String> ids(String name) {
        return List.of(name.split(JOINT, -1));
    }

    /** What the parts' receipts say about the text. */
    static Receipt summary(String name, List<Receipt> parts) {
        Receipt last = parts.get(parts.size() - 1);
        Optional<Receipt> failed = parts.stream()
                .filter(part -> part.state().isFinal() && part.state() != DeliveryState.DELIVERED)
                .findFirst();
        boolean all = parts.stream().allMatch(part -> part.state() == DeliveryState.DELIVERED);
        DeliveryState state = failed.map(Receipt::state).orElse(all ? DeliveryState.DELIVERED : DeliveryState.ACCEPTED);
        return new Receipt(
                last.carrier(), name, state, failed.map(Receipt::reason).orElse(null), last.at());
    }

    /** A submission of several parts begins: receipts that come before {@link #register} are remembered. */
    synchronized void begun() {
        underWay++;
    }

    /** It is over, well or badly. */
    synchronized void ended() {
        if (--underWay == 0) {
            early.clear();
        }
    }

    /**
     * Names a text whose parts have all been taken.
     *
     * @return its name; one that nobody can be asked about where a part has no id, or where they are too long together
     */
    String register(List<String> partIds) {
        String name = String.join(JOINT, partIds);
        if (partIds.contains("") || name.getBytes(StandardCharsets.UTF_8).length > MOST_OCTETS) {
            return SubmitReplies.name("");
        }
        Receipt known = null;
        synchronized (this) {
            Text text = new Text(name, partIds.size());
            texts.put(name, text);
            for (String id : partIds) {
                byPart.put(id, text);
                Receipt receipt = early.remove(id);
                if (receipt != null) {
                    known = text.note(id, receipt).orElse(known);
                }
            }
            forgetDropped();
        }
        if (known != null) {
            sink.receive(known); // overtakes its own hand-over's outcome, and is parked until that is written
        }
        return name;
    }

    /** Takes a receipt of a text, or of a part of one. */
    CompletionStage<Void> receive(Receipt receipt) {
        Optional<Receipt> whole;
        synchronized (this) {
            Text text = byPart.get(receipt.carrierMessageId());
            if (text == null) {
                if (underWay > 0 && receipt.state().isFinal()) {
                    early.put(receipt.carrierMessageId(), receipt);
                }
                whole = Optional.of(receipt);
            } else {
                whole = text.note(receipt.carrierMessageId(), receipt);
                if (whole.isPresent()) {
                    texts.remove(text.name);
                    text.seen.keySet().forEach(byPart::remove);
                }
            }
        }
        return whole.map(sink::receive).orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    private void forgetDropped() {
        if (byPart.size() > MOST_TEXTS * 2) {
            byPart.values().removeIf(text -> !texts.containsKey(text.name));
        }
    }

    private static final class Text {
        private final String name;
        private final int count;
        private final Map<String, Receipt> seen = new LinkedHashMap<>();

        Text(String name, int count) {
            this.name = name;
            this.count = count;
        }

        /** What is now known of the text as a whole; empty while parts are missing. */
        Optional<Receipt> note(String id, Receipt receipt) {
            if (!receipt.state().isFinal()) {
                return Optional.empty();
            }
            seen.put(id, receipt);
            Receipt summary = summary(name, new ArrayList<>(seen.values()));
            boolean decided = summary.state() != DeliveryState.DELIVERED || seen.size() == count;
            return decided ? Optional.of(summary) : Optional.empty();
        }
    }
}
