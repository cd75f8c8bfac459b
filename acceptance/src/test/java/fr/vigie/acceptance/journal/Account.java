package fr.vigie.acceptance.journal;

import fr.vigie.acceptance.journal.Operators.Calls;
import fr.vigie.acceptance.journal.Operators.Texts;
import fr.vigie.acceptance.system.Delivery;
import fr.vigie.events.Channel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The system's account of an alert beside the operators'. Every contradiction is one line. */
public final class Account {
    private final Map<UUID, String> numbers;
    private final Operators operators;
    private final List<String> contradictions = new ArrayList<>();

    private Account(Map<UUID, String> numbers, Operators operators) {
        this.numbers = numbers;
        this.operators = operators;
    }

    /**
     * Compares.
     *
     * @param numbers the merchants that the alert is for, each with its number
     * @return nothing where both accounts agree
     */
    public static List<String> contradictions(
            Collection<Delivery> deliveries, Map<UUID, String> numbers, Operators operators) {
        Account account = new Account(numbers, operators);
        account.everybodyOnce(deliveries);
        deliveries.forEach(account::check);
        return account.contradictions;
    }

    private void everybodyOnce(Collection<Delivery> deliveries) {
        Set<UUID> first = new HashSet<>();
        for (Delivery each : deliveries) {
            if (!each.fallbackOf() && !first.add(each.recipientId())) {
                say(each, "a second delivery that is no fallback");
            }
            if (!numbers.containsKey(each.recipientId())) {
                say(each, "a delivery to somebody whom the alert is not for");
            }
        }
        numbers.forEach((id, number) -> {
            if (!first.contains(id)) {
                contradictions.add("no delivery for the merchant of " + number);
            }
        });
    }

    private void check(Delivery each) {
        if (!each.state().isFinal()) {
            say(each, "not final");
        }
        String number = numbers.getOrDefault(each.recipientId(), "");
        if (each.channel() == Channel.SMS) {
            checkText(each, operators.textsTo(number));
        } else {
            checkCall(each, operators.callsTo(number));
        }
    }

    private void checkText(Delivery each, Texts texts) {
        if (texts.accepted() > 1 && !each.possibleDuplicate()) {
            say(each, "sent " + texts.accepted() + " times without saying so");
        }
        boolean fits = switch (each.state()) {
            case DELIVERED -> texts.finals().contains("DELIVERED");
            case UNDELIVERABLE ->
                texts.finals().contains("UNDELIVERABLE") || texts.finals().contains("EXPIRED");
            case REJECTED -> texts.refused() && texts.accepted() == 0;
            case UNCONFIRMED -> texts.accepted() > 0 && texts.finals().isEmpty();
            case EXPIRED, CANCELLED -> texts.accepted() == 0 || each.possibleDuplicate();
            default -> false;
        };
        if (!fits) {
            say(each, "but the SMSC: " + texts);
        }
        if (texts.accepted() > 0 && !each.handedOver()) {
            say(each, "the SMSC took a text that nobody claims to have handed over");
        }
    }

    private void checkCall(Delivery each, Calls calls) {
        if (calls.answered() > 1 && !each.possibleDuplicate()) {
            say(each, "answered " + calls.answered() + " times without saying so");
        }
        boolean fits = switch (each.state()) {
            case ACKNOWLEDGED -> calls.keys().contains("1");
            case ANSWERED -> calls.answered() > 0 && (!calls.keys().contains("1") || each.possibleDuplicate());
            case VOICEMAIL -> calls.answered() > 0 && calls.keys().isEmpty();
            case FAILED -> calls.invited() > 0 && !calls.keys().contains("1");
            case EXPIRED, CANCELLED -> !calls.keys().contains("1");
            default -> false;
        };
        if (!fits) {
            say(each, "but the telephone: " + calls);
        }
    }

    private void say(Delivery each, String what) {
        contradictions.add(numbers.get(each.recipientId()) + " " + each.channel() + " " + each.state() + " "
                + each.reason() + (each.possibleDuplicate() ? " possibleDuplicate" : "") + ": " + what);
    }
}
