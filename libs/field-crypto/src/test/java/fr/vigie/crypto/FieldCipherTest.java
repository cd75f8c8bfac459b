package fr.vigie.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import fr.vigie.crypto.FieldCryptoException.Reason;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldCipherTest {

    private static final String NUMBER = "+33639980042";
    private static final String ROW = "recipient-1";

    private final FieldCipher old = new FieldCipher(KeyRing.parse(TestKeys.OLD, "k1", TestKeys.INDEX));
    private final FieldCipher rotated = new FieldCipher(KeyRing.parse(TestKeys.BOTH, "k2", TestKeys.INDEX));

    @Test
    void shouldGiveTheTextBackWhenTheContextIsTheSame() {
        String stored = old.encrypt(NUMBER, ROW);

        assertThat(stored).matches("k1:[A-Za-z0-9_-]{54}").doesNotContain("639980042");
        assertThat(old.decrypt(stored, ROW)).isEqualTo(NUMBER);
    }

    @Test
    void shouldReadOldValuesAndWriteNewOnesWhenTheActiveKeyChanged() {
        String before = old.encrypt(NUMBER, ROW);

        String after = rotated.encrypt(NUMBER, ROW);

        assertThat(rotated.decrypt(before, ROW)).isEqualTo(NUMBER);
        assertThat(after).startsWith("k2:");
        assertThat(rotated.needsRotation(before)).isTrue();
        assertThat(rotated.needsRotation(after)).isFalse();
        assertThat(failure(old, after, ROW).reason()).isEqualTo(Reason.UNKNOWN_KEY);
    }

    @Test
    void shouldRefuseWhenAnyByteIsChanged() {
        String stored = old.encrypt(NUMBER, ROW);
        byte[] bytes = Base64.getUrlDecoder().decode(stored.substring(3));

        for (int i = 0; i < bytes.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = bytes.clone();
                changed[i] ^= (byte) (1 << bit);
                String text = "k1:" + Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
                assertThat(failure(old, text, ROW).reason()).isEqualTo(Reason.TAMPERED);
            }
        }
    }

    @Test
    void shouldRefuseWhenAnyCharacterIsChangedOrCutOff() {
        // Texts of all lengths modulo 3: the spare bits of the last base64 character are covered.
        for (String clear : List.of("", "1", "12", "123")) {
            String stored = old.encrypt(clear, ROW);
            for (int i = 0; i < stored.length(); i++) {
                for (char c : "kA1_-:=+/é ".toCharArray()) {
                    if (stored.charAt(i) != c) {
                        String changed = stored.substring(0, i) + c + stored.substring(i + 1);
                        assertThat(failure(old, changed, ROW)).isNotNull();
                    }
                }
                assertThat(failure(old, stored.substring(0, i), ROW)).isNotNull();
            }
            for (char c : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray()) {
                if (stored.charAt(stored.length() - 1) != c) {
                    assertThat(failure(old, stored.substring(0, stored.length() - 1) + c, ROW))
                            .isNotNull();
                }
            }
        }
    }

    @Test
    void shouldRefuseWhenAValueIsMovedToAnotherRow() {
        String stored = old.encrypt(NUMBER, ROW);

        FieldCryptoException failure = failure(old, stored, "recipient-2");

        assertThat(failure.reason()).isEqualTo(Reason.TAMPERED);
        assertThat(failure.reason().code()).isEqualTo("FIELD_TAMPERED");
        assertThat(failure)
                .hasMessage("FIELD_TAMPERED: the stored value was changed or belongs to another row")
                .hasNoCause();
    }

    @Test
    void shouldRefuseWhenAKeyIdIsReusedForOtherBytes() {
        FieldCipher other = new FieldCipher(KeyRing.parse("k1:" + TestKeys.key(5), "k1", TestKeys.INDEX));

        assertThat(failure(other, old.encrypt(NUMBER, ROW), ROW).reason()).isEqualTo(Reason.TAMPERED);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", ":", "k1", "k1:", "k1:AAAA", "+33639980042", ":AAAA", "k1:****", "k1:AA=="})
    void shouldSayMalformedWhenTheStoredTextIsNoField(String stored) {
        assertThat(failure(old, stored, ROW).reason()).isEqualTo(Reason.MALFORMED);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void shouldRefuseToEncryptWhenThereIsNoContext(String context) {
        assertThatThrownBy(() -> old.encrypt(NUMBER, context))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(NUMBER);
    }

    @Test
    void shouldRefuseToEncryptWhenTheTextWouldNotComeBack() {
        assertThatThrownBy(() -> old.encrypt("\ud800", ROW)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldGiveBackEveryTextWhenDrawnAtRandom() {
        Random random = new Random(20261121);
        Set<String> ivs = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            String clear = text(random, random.nextInt(60));
            String context = "c" + text(random, random.nextInt(20));

            String stored = rotated.encrypt(clear, context);

            assertThat(rotated.decrypt(stored, context)).isEqualTo(clear);
            assertThat(failure(rotated, stored, context + "x").reason()).isEqualTo(Reason.TAMPERED);
            assertThat(ivs.add(stored.substring(3, 19))).as("a fresh IV").isTrue();
        }
    }

    @Test
    void shouldServeManyThreadsWhenShared() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                String context = "row-" + t;
                work.add(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        String clear = "+3363998" + i;
                        if (!rotated.decrypt(rotated.encrypt(clear, context), context)
                                .equals(clear)) {
                            return false;
                        }
                    }
                    return true;
                });
            }
            for (Future<Boolean> done : threads.invokeAll(work)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static FieldCryptoException failure(FieldCipher cipher, String stored, String context) {
        FieldCryptoException failure =
                catchThrowableOfType(FieldCryptoException.class, () -> cipher.decrypt(stored, context));
        assertThat(failure).as("a refusal").isNotNull();
        return failure;
    }

    private static String text(Random random, int codePoints) {
        StringBuilder text = new StringBuilder();
        while (text.length() < codePoints) {
            int codePoint = random.nextInt(Character.MAX_CODE_POINT + 1);
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                text.appendCodePoint(codePoint);
            }
        }
        return text.toString();
    }
}
