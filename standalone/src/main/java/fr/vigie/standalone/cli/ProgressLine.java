package fr.vigie.standalone.cli;

import fr.vigie.standalone.client.AlertProgress;
import java.util.Map;
import java.util.stream.Collectors;

/** An alert's progress in words. */
final class ProgressLine {
    private ProgressLine() {}

    static String of(AlertProgress progress) {
        if (progress.resolved() && progress.recipients() == 0 && progress.tooLate() == 0) {
            return progress.reference() + "  NOBODY IS WARNED: no merchant of these trades in this area"
                    + (progress.leftOut() == 0
                            ? "."
                            : ", but for " + progress.leftOut()
                                    + " who were left out (see leftOut in GET /api/v1/alerts/" + progress.alertId()
                                    + ").");
        }
        return String.format(
                        "%s  %s  %d of %s final   sms: %s   voice: %s",
                        progress.reference(),
                        progress.phase().toLowerCase(java.util.Locale.ROOT),
                        progress.finished(),
                        progress.resolved() ? String.valueOf(progress.expected()) : progress.expected() + "+",
                        states(progress.sms()),
                        states(progress.voice()))
                + (progress.tooLate() == 0
                        ? ""
                        : "   NOT WARNED, it expired first: " + progress.tooLate() + " merchants");
    }

    static String states(Map<String, Long> states) {
        return states.isEmpty()
                ? "-"
                : states.entrySet().stream()
                        .filter(state -> state.getValue() > 0)
                        .map(state -> state.getValue() + " " + state.getKey())
                        .collect(Collectors.joining(", "));
    }
}
