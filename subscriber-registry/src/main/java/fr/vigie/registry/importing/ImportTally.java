package fr.vigie.registry.importing;

import fr.vigie.registry.importing.ImportReport.LineError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Counts what becomes of lines. Bounded: faults beyond the first are only counted. */
final class ImportTally {
    private static final int LISTED = 1_000;

    private final List<LineError> errors = new ArrayList<>();
    /** 64 bits of each key: enough to tell a million lines apart, and a tenth of their size. */
    private final Set<Long> keys = new HashSet<>();

    private int moreErrors;
    private int lines;
    private int imported;
    private int updated;
    private int rejected;

    void line() {
        lines++;
    }

    /** Notes a fault; the line is counted by {@link #reject()}. */
    void fault(LineError error) {
        if (errors.size() < LISTED) {
            errors.add(error);
        } else {
            moreErrors++;
        }
    }

    void reject() {
        rejected++;
    }

    void reject(int line, Column column, String code, String message) {
        fault(new LineError(line, column.heading(), code, message));
        reject();
    }

    void brokenOff(int line) {
        lines++;
        fault(new LineError(
                line, "line", "CSV_MALFORMED", "quotes or length of a cell are wrong; nothing from here on was read"));
        reject();
    }

    boolean isNew(String key) {
        return keys.add(Long.parseUnsignedLong(key, 0, 16, 16));
    }

    boolean anyRejected() {
        return rejected > 0;
    }

    void stored(int count, int known) {
        imported += count;
        updated += known;
    }

    void nothingStored() {
        imported = 0;
        updated = 0;
    }

    ImportReport report() {
        return new ImportReport(lines, imported, updated, rejected, errors, moreErrors);
    }
}
