package fr.vigie.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberInTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0639980001",
                "le 06 39 98 00 01 rappelle",
                "06.39.98.00.01",
                "+33 6 39 98 00 01",
                "0033639980001",
                "06\u00A039\u00A098\u00A000\u00A001"
            })
    void shouldFindANumber(String text) {
        assertThat(PhoneNumberInText.isIn(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Composez le 17 ou le 112.",
                "Le 21/11/2026 à 10h45, AB-123-CD",
                "05/01/2026 10:30",
                "73282932000074",
                "03620000000000",
                "44.9285, 2.4435"
            })
    void shouldLeaveOtherFiguresAlone(String text) {
        assertThat(PhoneNumberInText.isIn(text)).isFalse();
    }
}
