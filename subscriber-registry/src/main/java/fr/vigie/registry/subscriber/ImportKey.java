package fr.vigie.registry.subscriber;

import fr.vigie.crypto.BlindIndex;
import java.util.Locale;

/**
 * What makes two records the same merchant: the sender's reference within a département; else SIRET and commune; else
 * name, commune and best number. Kept as a keyed digest, since the last form holds a number.
 */
public final class ImportKey {
    private ImportKey() {}

    /** The 32-byte digest. */
    public static byte[] of(ValidSubscriber subscriber, BlindIndex index) {
        if (subscriber.reference() != null) {
            return index.of("reference|" + subscriber.departement() + "|" + subscriber.reference());
        }
        if (subscriber.siret() != null) {
            return index.of("siret|" + subscriber.siret() + "|" + subscriber.commune());
        }
        String number = subscriber.numbers().isEmpty()
                ? ""
                : subscriber.numbers().get(0).number().e164();
        return index.of(
                "name|" + subscriber.name().toLowerCase(Locale.ROOT) + "|" + subscriber.commune() + "|" + number);
    }
}
