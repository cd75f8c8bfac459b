package fr.vigie.registry.subscriber;

import fr.vigie.crypto.FieldCipher;
import fr.vigie.events.Channel;
import fr.vigie.registry.subscriber.SubscriberView.NumberView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Makes views of rows. */
@ApplicationScoped
class SubscriberShow {
    private static final String MASK = "•••• ";

    private final FieldCipher cipher;

    SubscriberShow(FieldCipher cipher) {
        this.cipher = cipher;
    }

    SubscriberView view(SubscriberRow row, List<NumberRow> numbers, boolean inClear) {
        List<Channel> optedOut = new ArrayList<>(2);
        if (row.smsOptedOutAt != null) {
            optedOut.add(Channel.SMS);
        }
        if (row.voiceOptedOutAt != null) {
            optedOut.add(Channel.VOICE);
        }
        return new SubscriberView(
                row.id,
                row.name,
                row.reference,
                row.siret,
                List.of(row.trades),
                row.commune,
                row.departement,
                row.address,
                row.lat == null ? null : new SubscriberRequest.Position(row.lat, row.lon, row.precision),
                numbers.stream().map(number -> number(number, inClear)).toList(),
                row.preferredChannel == null ? null : Channel.valueOf(row.preferredChannel),
                row.quietFrom == null
                        ? null
                        : new SubscriberRequest.Quiet(row.quietFrom.toString(), row.quietTo.toString()),
                new SubscriberRequest.Consent(row.consentSource, row.consentProof, row.consentAt),
                row.status,
                optedOut,
                row.createdAt,
                row.updatedAt,
                row.version);
    }

    private NumberView number(NumberRow row, boolean inClear) {
        String e164 = cipher.decrypt(row.cipher, row.subscriberId.toString());
        String shown = inClear ? e164 : MASK + e164.substring(e164.length() - 2);
        return new NumberView(shown, row.line, row.label, row.deadAt != null);
    }
}
