package fr.vigie.acceptance.torture;

import fr.vigie.acceptance.torture.Finding.Kind;
import fr.vigie.acceptance.torture.Received.CallSeen;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Merchants who asked to be left alone, and whom the registry holds for such. */
final class LeaverJudge {
    private LeaverJudge() {}

    static List<Finding> of(Raised alert, Told.Left left, Received received) {
        List<Finding> findings = new ArrayList<>();
        alert.numbers().forEach((recipient, number) -> {
            boolean wrote = received.wroteStop(number);
            boolean pressed = received.calls(number).stream().anyMatch(CallSeen::leaves);
            if (wrote && !left.texts().contains(recipient)) {
                findings.add(lie(alert, recipient, "wrote STOP, and the registry does not know"));
            }
            // Where a fault came between the two keys, nobody was obliged to understand them.
            if (pressed && alert.calm() && !left.calls().contains(recipient)) {
                findings.add(lie(alert, recipient, "pressed 9 twice, and the registry does not know"));
            }
            if (!wrote && left.texts().contains(recipient)) {
                findings.add(lie(alert, recipient, "wants no texts any more by the registry, and never said so"));
            }
            if (!pressed && left.calls().contains(recipient)) {
                findings.add(lie(alert, recipient, "wants no calls any more by the registry, and never said so"));
            }
        });
        return findings;
    }

    private static Finding lie(Raised alert, UUID recipient, String what) {
        return new Finding(Kind.LYING, alert.reference(), null, recipient, what, List.of(), List.of());
    }
}
