package fr.vigie.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShowableTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                0x0000, 0x0007, 0x000D, 0x007F, 0x0085, 0x00AD, 0x034F, 0x061C, 0x115F, 0x180E, 0x200B, 0x200C, 0x200D,
                0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202E, 0x2060, 0x2066, 0x2069, 0x2800, 0x3164, 0xD800, 0xDFFF,
                0xE000, 0xFDD0, 0xFE00, 0xFEFF, 0xFFF9, 0xFFFE, 0xFFFF, 0xE0001, 0xE0041, 0xE0100, 0x1FFFE, 0xF0000
            })
    void shouldNameThePlaceWhenACharacterCannotBeSeen(int codePoint) {
        assertThat(Showable.firstFault("ab" + Character.toString(codePoint) + "c", true))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "L'« Étoile » œuvre à 20 % ; 5 €, n° 12…",
                "espaces\u00A0insécables\u202Fet fines\u2009",
                "e\u0301te\u0301",
                "⚠️ alerte 🚨",
                "Ελληνικά 中文 العربية",
                "\uFFFD"
            })
    void shouldAgreeWhenAllCanBeSeen(String text) {
        assertThat(Showable.firstFault(text, false)).isEqualTo(-1);
    }

    @Test
    void shouldAgreeWithLineFeedsOnlyWhereTheyArePermitted() {
        assertThat(Showable.firstFault("a\nb", true)).isEqualTo(-1);
        assertThat(Showable.firstFault("a\nb", false)).isEqualTo(1);
        assertThat(Showable.firstFault("a\r\nb", true)).isEqualTo(1);
    }
}
