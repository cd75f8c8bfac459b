package fr.vigie.registry.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.events.Channel;
import fr.vigie.phone.Line;
import fr.vigie.registry.recipient.Recipient.EncryptedNumber;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelChoiceTest {
    /** Numbers: M mobile, F fixed. Permitted and expected: S, V, both, or - for none. */
    @ParameterizedTest
    @CsvSource({
        // numbers, wish, permitted, left, first, fallback
        "M,  -, SV, -, S, V",
        "F,  -, SV, -, V, -",
        "FM, -, SV, -, S, V",
        "M,  V, SV, -, V, S",
        "M,  V, S,  -, S, -",
        "F,  S, SV, -, V, -",
        "F,  -, S,  -, -, -",
        "M,  -, V,  -, V, -",
        "M,  -, SV, S, V, -",
        "M,  V, SV, V, S, -",
        "M,  -, SV, SV, -, -",
        "-,  -, SV, -, -, -",
    })
    void shouldChooseFirstAndFallback(
            String numbers, String wish, String permitted, String left, String first, String fallback) {
        Recipient recipient = recipient(numbers, wish, left);

        var chosen = ChannelChoice.of(recipient, channels(permitted));

        assertThat(chosen.map(ChannelChoiceTest::letter).orElse("-")).isEqualTo(first);
        assertThat(chosen.flatMap(channel -> ChannelChoice.fallbackOf(channel, recipient, channels(permitted)))
                        .map(ChannelChoiceTest::letter)
                        .orElse("-"))
                .isEqualTo(fallback);
    }

    @Test
    void shouldOfferAtMostThreeNumbersOfTheChannelBestFirst() {
        Recipient recipient = recipient("FMMFMM", "-", "-");

        assertThat(recipient.numbersFor(Channel.SMS)).containsExactly("1", "2", "4");
        assertThat(recipient.numbersFor(Channel.VOICE)).containsExactly("0", "1", "2");
    }

    @Test
    void shouldOfferNothingWhenTheMerchantIsNotActive() {
        Recipient recipient = new Recipient(
                UUID.randomUUID(), false, null, false, false, List.of(new EncryptedNumber("0", Line.MOBILE)));

        assertThat(ChannelChoice.of(recipient, List.of(Channel.SMS, Channel.VOICE)))
                .isEmpty();
    }

    private static Recipient recipient(String numbers, String wish, String left) {
        List<EncryptedNumber> list = new java.util.ArrayList<>();
        for (char kind : numbers.replace("-", "").toCharArray()) {
            list.add(new EncryptedNumber(String.valueOf(list.size()), kind == 'M' ? Line.MOBILE : Line.FIXED));
        }
        return new Recipient(
                UUID.randomUUID(),
                true,
                wish.equals("-") ? null : channels(wish).get(0),
                left.contains("S"),
                left.contains("V"),
                list);
    }

    private static List<Channel> channels(String letters) {
        return Arrays.stream(Channel.values())
                .filter(channel -> letters.contains(letter(channel)))
                .toList();
    }

    private static String letter(Channel channel) {
        return channel == Channel.SMS ? "S" : "V";
    }
}
