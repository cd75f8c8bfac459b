package fr.vigie.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BlindIndexTest {

    @Test
    void shouldMatchTheStandardWhenGivenItsTestVector() {
        // RFC 4231, test case 2, its key padded with zeros to 32 bytes: HMAC pads shorter keys just so.
        byte[] key = new byte[32];
        byte[] jefe = "Jefe".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(jefe, 0, key, 0, jefe.length);
        BlindIndex index = new BlindIndex(
                KeyRing.parse(TestKeys.OLD, "k1", Base64.getEncoder().encodeToString(key)));

        byte[] digest = index.of("what do ya want for nothing?");

        assertThat(HexFormat.of().formatHex(digest))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void shouldStayTheSameWhenTheEncryptionKeyRotates() {
        BlindIndex before = new BlindIndex(KeyRing.parse(TestKeys.OLD, "k1", TestKeys.INDEX));
        BlindIndex after = new BlindIndex(KeyRing.parse(TestKeys.BOTH, "k2", TestKeys.INDEX));

        assertThat(after.of("+33639980042")).hasSize(32).isEqualTo(before.of("+33639980042"));
        assertThat(after.of("+33639980043")).isNotEqualTo(before.of("+33639980042"));
    }

    @Test
    void shouldDifferWhenTheIndexKeyDiffers() {
        BlindIndex one = new BlindIndex(KeyRing.parse(TestKeys.OLD, "k1", TestKeys.INDEX));
        BlindIndex other = new BlindIndex(KeyRing.parse(TestKeys.OLD, "k1", TestKeys.key(8)));

        assertThat(one.of("+33639980042")).isNotEqualTo(other.of("+33639980042"));
    }
}
