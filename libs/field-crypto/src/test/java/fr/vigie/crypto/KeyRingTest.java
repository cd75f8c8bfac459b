package fr.vigie.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KeyRingTest {

    @Test
    void shouldHoldEveryKeyWhenSeveralAreConfigured() {
        KeyRing ring = KeyRing.parse(" k1:" + TestKeys.key(1) + " , k2:" + TestKeys.key(2), " k2 ", TestKeys.INDEX);

        assertThat(ring.activeKeyId()).isEqualTo("k2");
        assertThat(ring.keyIds()).containsExactlyInAnyOrder("k1", "k2");
    }

    @Test
    void shouldShowNoKeyMaterialWhenPrinted() {
        KeyRing ring = KeyRing.parse(TestKeys.BOTH, "k2", TestKeys.INDEX);

        assertThat(ring).hasToString("KeyRing[active=k2, ids=[k1, k2], keys=***]");
        assertThat(new FieldCipher(ring)).hasToString("FieldCipher[active=k2]");
        assertThat(new BlindIndex(ring)).hasToString("BlindIndex[***]");
    }

    static Arguments[] badRings() {
        String good = TestKeys.OLD;
        return new Arguments[] {
            Arguments.of(null, "k1", TestKeys.INDEX, "vigie.crypto.keys is missing: give id:base64 of 32 random bytes"),
            Arguments.of("  ", "k1", TestKeys.INDEX, "vigie.crypto.keys is missing: give id:base64 of 32 random bytes"),
            Arguments.of(
                    "k1:" + TestKeys.bytes(7, 16),
                    "k1",
                    TestKeys.INDEX,
                    "vigie.crypto.keys: key k1 has 16 bytes, 32 are needed"),
            Arguments.of(
                    "k1:" + TestKeys.bytes(7, 33),
                    "k1",
                    TestKeys.INDEX,
                    "vigie.crypto.keys: key k1 has 33 bytes, 32 are needed"),
            Arguments.of("k1:no base64!", "k1", TestKeys.INDEX, "vigie.crypto.keys: key k1 is not base64"),
            Arguments.of(
                    TestKeys.key(7),
                    "k1",
                    TestKeys.INDEX,
                    "vigie.crypto.keys: entry 1 needs the form id:base64, its id 1 to 16 letters, digits, '_' or '-'"),
            Arguments.of(
                    good + ",",
                    "k1",
                    TestKeys.INDEX,
                    "vigie.crypto.keys: entry 2 needs the form id:base64, its id 1 to 16 letters, digits, '_' or '-'"),
            Arguments.of(
                    good + ",k1:" + TestKeys.key(3),
                    "k1",
                    TestKeys.INDEX,
                    "vigie.crypto.keys: key id k1 stands there twice"),
            Arguments.of(
                    good + ",k2:" + TestKeys.key(1),
                    "k1",
                    TestKeys.INDEX,
                    "vigie.crypto.keys: key k2 repeats another key's bytes"),
            Arguments.of(
                    good,
                    "k9",
                    TestKeys.INDEX,
                    "vigie.crypto.active-key must be one of the key ids of vigie.crypto.keys: [k1]"),
            Arguments.of(
                    good,
                    null,
                    TestKeys.INDEX,
                    "vigie.crypto.active-key must be one of the key ids of vigie.crypto.keys: [k1]"),
            Arguments.of(good, "k1", null, "vigie.crypto.index-key has 0 bytes, 32 are needed"),
            Arguments.of(good, "k1", TestKeys.bytes(9, 31), "vigie.crypto.index-key has 31 bytes, 32 are needed"),
            Arguments.of(
                    good, "k1", TestKeys.key(1), "vigie.crypto.index-key must differ from key k1 of vigie.crypto.keys")
        };
    }

    @ParameterizedTest
    @MethodSource("badRings")
    void shouldNameTheConfigurationKeyWhenARingIsRefused(String keys, String active, String index, String message) {
        assertThatThrownBy(() -> KeyRing.parse(keys, active, index))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message)
                .hasNoCause();
    }
}
