package fr.vigie.registry.resolution;

import fr.vigie.events.AlertAccepted;
import fr.vigie.registry.matching.Selection;
import fr.vigie.registry.matching.Verdict;
import io.vertx.mutiny.sqlclient.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Matches that wait for their chunk, in the order of merchants. Those left out keep their place in the order, so that a
 * chunk takes along exactly what stands before its last merchant: after a crash nobody is counted twice.
 */
final class Candidates {
    private static final String EVERYWHERE = "*";

    private enum Fate {
        MATCHES,
        OUTSIDE_TERRITORY,
        TOO_VAGUE
    }

    private record Entry(UUID id, Fate fate) {}

    private final Selection selection;
    private final boolean national;
    private final Set<String> territory;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private LeftOutCount leftOut = new LeftOutCount();
    private UUID last;
    private int matches;

    Candidates(AlertAccepted alert, Selection selection) {
        this.selection = selection;
        this.national = alert.territory().contains(EVERYWHERE);
        this.territory = Set.copyOf(alert.territory());
    }

    /** Takes a row of the selection's query; a merchant's second trade changes nothing. */
    void add(Row row) {
        UUID id = row.getUUID("subscriber_id");
        if (id.equals(last)) {
            return;
        }
        last = id;
        Verdict verdict = selection.judge(row);
        if (verdict == Verdict.OUTSIDE) {
            return;
        }
        if (!national && !territory.contains(row.getString("departement"))) {
            append(new Entry(id, Fate.OUTSIDE_TERRITORY));
        } else if (verdict == Verdict.TOO_VAGUE) {
            append(new Entry(id, Fate.TOO_VAGUE));
        } else {
            append(new Entry(id, Fate.MATCHES));
        }
    }

    private void append(Entry entry) {
        if (entry.fate() == Fate.MATCHES) {
            matches++;
            entries.add(entry);
        } else if (entries.isEmpty()) {
            count(entry);
        } else {
            entries.add(entry);
        }
    }

    /** Matches that wait. */
    int size() {
        return matches;
    }

    /** The next matches, at most so many. */
    List<UUID> take(int most) {
        List<UUID> ids = new ArrayList<>(Math.min(most, matches));
        while (!entries.isEmpty() && ids.size() < most) {
            Entry entry = entries.poll();
            if (entry.fate() == Fate.MATCHES) {
                ids.add(entry.id());
                matches--;
            } else {
                count(entry);
            }
        }
        return ids;
    }

    private void count(Entry entry) {
        if (entry.fate() == Fate.OUTSIDE_TERRITORY) {
            leftOut.outsideTerritory++;
        } else {
            leftOut.positionTooVague++;
        }
    }

    /** Who was passed over up to the last match taken, since the last {@link #resetLeftOut}. */
    LeftOutCount leftOut() {
        return leftOut;
    }

    void resetLeftOut() {
        leftOut = new LeftOutCount();
    }

    /** Counts what stands behind the last match: there are no more rows. */
    void end() {
        entries.forEach(this::count);
        entries.clear();
    }
}
