package fr.vigie.registry.keys;

import fr.vigie.crypto.BlindIndex;
import fr.vigie.crypto.FieldCipher;
import fr.vigie.crypto.KeyRing;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the cipher and the blind index from the configured keys; a missing or wrong key stops the start. */
@Dependent
class FieldKeys {
    @Produces
    @Singleton
    KeyRing keyRing(
            @ConfigProperty(name = KeyRing.KEYS) String keys,
            @ConfigProperty(name = KeyRing.ACTIVE_KEY) String activeKey,
            @ConfigProperty(name = KeyRing.INDEX_KEY) String indexKey) {
        return KeyRing.parse(keys, activeKey, indexKey);
    }

    @Produces
    @Singleton
    FieldCipher cipher(KeyRing ring) {
        return new FieldCipher(ring);
    }

    @Produces
    @Singleton
    BlindIndex blindIndex(KeyRing ring) {
        return new BlindIndex(ring);
    }
}
