package fr.vigie.acceptance.torture;

import fr.vigie.acceptance.torture.Finding.Kind;
import fr.vigie.acceptance.torture.Received.Texts;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;

/** What is told of a text beside what the SMSC took. */
final class TextJudge {
    private TextJudge() {}

    /**
     * @param texts what the SMSC took of this alert for this number
     * @param refused whether it refused anything for this number
     */
    static void judge(Raised alert, Standing standing, Texts texts, boolean refused, Charges charges) {
        int copies = texts.copies();
        charges.received(copies);
        charges.lie(lie(standing, texts, refused));
        if (standing.state() == DeliveryState.UNCONFIRMED && copies == 0) {
            charges.stayedUnknown();
        }
        if (copies > 0 && texts.whole() && !texts.says(alert.text())) {
            charges.add(Kind.LYING, "the operator took other words");
        }
        if (copies > 0 && texts.lastTaken().minus(Charges.LONGEST_STALL).isAfter(alert.expires())) {
            charges.add(Kind.LYING, "taken after the alert had expired");
        }
        if (copies > 0 && alert.silentFrom() != null && texts.lastTaken().isAfter(alert.silentFrom())) {
            charges.add(Kind.LYING, "taken long after the alert was cancelled");
        }
        // Whoever has a mobile can be called.
        boolean failed = !standing.state().reached() && standing.reason() != FailureReason.OPTED_OUT;
        boolean hadTime =
                !alert.cancelled() && standing.last().at().plus(Charges.MOMENT).isBefore(alert.expires());
        if (failed && hadTime && standing.last().fallbackOf() == null && standing.fallback() == null) {
            charges.add(Kind.LOST, "there was time for a call, and none was asked for");
        }
    }

    private static String lie(Standing standing, Texts texts, boolean refused) {
        int copies = texts.copies();
        boolean flagged = standing.possibleDuplicate();
        return switch (standing.state()) {
            case DELIVERED -> {
                if (copies == 0) {
                    yield "no operator has it";
                }
                yield !texts.whole()
                        ? "only a part was taken"
                        : texts.ended("DELIVERED") ? null : "no telephone is told to have it";
            }
            case UNDELIVERABLE -> texts.ended("UNDELIVERABLE") || texts.ended("EXPIRED") ? null : "no operator says so";
            case REJECTED -> {
                if (copies > 0 && !flagged) {
                    yield "the operator took it";
                }
                boolean byNumber = standing.reason() == FailureReason.NUMBER_INVALID
                        || standing.reason() == FailureReason.CONTENT_REFUSED;
                yield byNumber && !refused ? "no operator refused it" : null;
            }
            case EXPIRED, CANCELLED -> copies > 0 && !flagged ? "the operator took it" : null;
            case UNCONFIRMED ->
                standing.messageIds().stream().anyMatch(texts.receipted()::contains)
                        ? "its receipt came and was acknowledged"
                        : null;
            default -> "no state of a text";
        };
    }
}
