package fr.vigie.dispatch.sms.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.sms.SmsSettings;
import fr.vigie.smpp.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SenderTest {
    @ParameterizedTest
    @CsvSource({
        "VIGIE, 5, 0, VIGIE",
        "17Alerte, 5, 0, 17Alerte",
        "10203, 3, 0, 10203",
        "0199000100, 2, 1, 0199000100",
        "+33199000100, 1, 1, 33199000100"
    })
    void shouldHaveTheTypeOfItsForm(String sender, int ton, int npi, String digits) {
        assertThat(of("sender=" + sender)).isEqualTo(new Address(ton, npi, digits));
    }

    @Test
    void shouldHaveTheTypeThatIsConfigured() {
        assertThat(of("sender=10203", "sender-ton=0", "sender-npi=9")).isEqualTo(new Address(0, 9, "10203"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Gendarmerie15", "12", "VIGIE 15", "+0199000100", "Préfecture"})
    void shouldRefuseWhatNetworksReplace(String sender) {
        assertThat(Sender.valid(sender)).isFalse();
    }

    private static Address of(String... own) {
        SmsSettings settings = CarrierUnderTest.settings(2775, own);
        return Sender.of(settings.carriers().get("sim"), settings.sender());
    }
}
