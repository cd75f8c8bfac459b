package fr.vigie.registry.preview;

import fr.vigie.events.Channel;
import fr.vigie.phone.Line;
import fr.vigie.reference.Territory;
import fr.vigie.registry.matching.Selection;
import fr.vigie.registry.matching.Verdict;
import fr.vigie.registry.recipient.ChannelChoice;
import fr.vigie.registry.recipient.Recipient;
import fr.vigie.registry.recipient.Recipient.EncryptedNumber;
import io.vertx.mutiny.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Counts rows of matches that come in the order of merchants, by the same rules as a resolution. Not for several threads. */
final class PreviewCounter {
    private final Selection selection;
    private final Territory territory;
    private final Set<Channel> channels;
    private final Map<String, int[]> trades = new TreeMap<>();
    private final int[] total = new int[2];
    private int outsideTerritory;
    private int noUsableNumber;
    private int positionTooVague;
    private UUID last;

    PreviewCounter(Selection selection, Territory territory, Set<Channel> channels, List<String> trades) {
        this.selection = selection;
        this.territory = territory;
        this.channels = channels;
        trades.forEach(trade -> this.trades.put(trade, new int[2]));
    }

    void add(Row row) {
        UUID id = row.getUUID("subscriber_id");
        boolean again = id.equals(last);
        last = id;
        Verdict verdict = selection.judge(row);
        if (verdict == Verdict.OUTSIDE) {
            return;
        }
        if (!territory.covers(row.getString("departement"))) {
            outsideTerritory += again ? 0 : 1;
        } else if (verdict == Verdict.TOO_VAGUE) {
            positionTooVague += again ? 0 : 1;
        } else {
            Optional<Channel> channel = ChannelChoice.of(recipient(id, row), channels);
            if (channel.isEmpty()) {
                noUsableNumber += again ? 0 : 1;
            } else {
                int place = channel.get().ordinal();
                trades.get(row.getString("trade"))[place]++;
                total[place] += again ? 0 : 1;
            }
        }
    }

    /** Only what decides the channel; the numbers themselves are not read. */
    private static Recipient recipient(UUID id, Row row) {
        List<EncryptedNumber> numbers = new ArrayList<>(2);
        if (row.getBoolean("mobile")) {
            numbers.add(new EncryptedNumber("", Line.MOBILE));
        }
        if (row.getBoolean("fixed")) {
            numbers.add(new EncryptedNumber("", Line.FIXED));
        }
        String preferred = row.getString("preferred_channel");
        return new Recipient(
                id,
                true,
                preferred == null ? null : Channel.valueOf(preferred),
                row.getBoolean("no_sms"),
                row.getBoolean("no_voice"),
                numbers);
    }

    Preview result(boolean complete) {
        int sms = Channel.SMS.ordinal();
        int voice = Channel.VOICE.ordinal();
        Map<String, Preview.Count> counts = new TreeMap<>();
        trades.forEach((trade, count) ->
                counts.put(trade, new Preview.Count(count[sms] + count[voice], count[sms], count[voice])));
        return new Preview(
                total[sms] + total[voice],
                total[sms],
                total[voice],
                counts,
                new Preview.LeftOut(outsideTerritory, noUsableNumber, positionTooVague),
                complete);
    }
}
