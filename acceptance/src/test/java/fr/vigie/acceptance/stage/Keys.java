package fr.vigie.acceptance.stage;

import fr.vigie.crypto.BlindIndex;
import fr.vigie.crypto.FieldCipher;
import fr.vigie.crypto.KeyRing;
import fr.vigie.standalone.client.LocalIssuer;
import fr.vigie.standalone.system.Secrets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/** Keys of one run: those that the registry encrypts numbers with, and the pair that tokens are signed with. */
public final class Keys {
    private static final String ACTIVE = "k1";
    private static final Duration VALID = Duration.ofHours(1);

    private final Secrets secrets;

    Keys(Path folder) {
        this.secrets = Secrets.in(folder);
    }

    public FieldCipher cipher() {
        return new FieldCipher(ring());
    }

    public BlindIndex index() {
        return new BlindIndex(ring());
    }

    /** A token of the whole country. */
    public String token(String role) {
        return new LocalIssuer(secrets).token("story", List.of(role), List.of("*"), VALID);
    }

    private KeyRing ring() {
        return KeyRing.parse(secrets.fieldKeys(), ACTIVE, secrets.indexKey());
    }

    void into(Properties configuration) {
        configuration.put("vigie.auth.public-key", secrets.publicKey());
        configuration.put(KeyRing.KEYS, secrets.fieldKeys());
        configuration.put(KeyRing.ACTIVE_KEY, ACTIVE);
        configuration.put(KeyRing.INDEX_KEY, secrets.indexKey());
    }
}
