package fr.vigie.service;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/** Makes the key pair of a token issuer: the service gets the public key, the tests the private one. */
public class LocalIssuer implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        KeyPair keys = keyPair();
        return Map.of(
                "vigie.auth.public-key",
                        Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()),
                "test.private-key",
                        Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded()));
    }

    @Override
    public void stop() {}

    static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
