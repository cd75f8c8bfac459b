package fr.vigie.registry.subscriber;

import fr.vigie.events.Channel;
import fr.vigie.events.QuietHours;
import fr.vigie.phone.Line;
import fr.vigie.phone.PhoneNumber;
import java.time.Instant;
import java.util.List;

/** A merchant that keeps all rules. Its {@code toString} may stand in a log. */
public record ValidSubscriber(
        String name,
        String reference,
        String siret,
        List<String> trades,
        String commune,
        String departement,
        String address,
        Double lat,
        Double lon,
        PositionPrecision precision,
        List<ValidNumber> numbers,
        Channel preferredChannel,
        QuietHours quietHours,
        SubscriberStatus status,
        ConsentSource consentSource,
        String consentProof,
        Instant consentAt) {

    public ValidSubscriber {
        trades = List.copyOf(trades);
        numbers = List.copyOf(numbers);
    }

    /** A number that can be called, and what it receives. */
    public record ValidNumber(PhoneNumber number, Line line, String label) {}

    @Override
    public String toString() {
        return "ValidSubscriber[commune=" + commune + ", trades=" + trades + "]";
    }
}
