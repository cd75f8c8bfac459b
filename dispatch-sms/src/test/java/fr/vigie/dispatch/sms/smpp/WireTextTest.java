package fr.vigie.dispatch.sms.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.sms.SmsSettings.Concatenation;
import org.junit.jupiter.api.Test;

class WireTextTest {
    @Test
    void shouldCarryNoHeaderWhenThereIsOnePart() {
        WireText text = WireText.of("a€", Concatenation.UDH8);

        assertThat(text.parts()).isEqualTo(1);
        assertThat(text.dataCoding()).isZero();
        assertThat(text.octets(0, 7)).containsExactly('a', 0x1B, 0x65);
    }

    @Test
    void shouldCarryAHeaderWhenThereAreSeveralParts() {
        WireText text = WireText.of("a".repeat(161), Concatenation.UDH8);

        assertThat(text.parts()).isEqualTo(2);
        assertThat(text.octets(0, 0x1A7)).startsWith(5, 0, 3, 0xA7, 2, 1).hasSize(6 + 153);
        assertThat(text.octets(1, 0x1A7)).startsWith(5, 0, 3, 0xA7, 2, 2).hasSize(6 + 8);
    }

    @Test
    void shouldWriteTwoOctetsForEachUnitWhenTheTextIsUcs2() {
        WireText text = WireText.of("ê" + "a".repeat(70), Concatenation.UDH8);

        assertThat(text.dataCoding()).isEqualTo(0x08);
        assertThat(text.parts()).isEqualTo(2);
        assertThat(text.octets(0, 1))
                .startsWith(5, 0, 3, 1, 2, 1, 0x00, 0xEA, 0x00, 'a')
                .hasSize(6 + 2 * 67);
        assertThat(text.octets(1, 1)).hasSize(6 + 2 * 4);
    }

    @Test
    void shouldLeaveRoomForTheWiderHeader() {
        WireText septets = WireText.of("a".repeat(152 + 151) + "€", Concatenation.UDH16);
        WireText units = WireText.of("ê" + "a".repeat(70), Concatenation.UDH16);

        assertThat(septets.parts()).isEqualTo(3);
        assertThat(septets.octets(0, 0x1A7)).startsWith(6, 8, 4, 1, 0xA7, 3, 1).hasSize(7 + 152);
        assertThat(septets.octets(1, 1)).hasSize(7 + 151);
        assertThat(units.octets(0, 1)).hasSize(7 + 2 * 66);
    }
}
