package fr.vigie.dispatch.sms.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.dispatch.sms.SmsSettings.IdForm;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import fr.vigie.smpp.Address;
import fr.vigie.smpp.DeliverSm;
import fr.vigie.smpp.Tlv;
import fr.vigie.smpp.Tlvs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-21T18:55:00Z");

    private final ReceiptReader reader = new ReceiptReader("sim", new MessageIds(IdForm.SAME), Set.of(99));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id:4711 sub:001 dlvrd:001 submit date:2611211855 done date:2611211855 stat:DELIVRD err:000 text:ALERTE",
                "id:0000004711 dlvrd:001 stat:DELIVRD err:000",
                "ID: 4711 SUB:001 STAT: delivrd TEXT:",
                "stat:DELIVERED id:4711",
                "id : 4711 stat : delivrd",
                "id:4711 stat:DELIVRD err:000 text:stat:UNDELIV err:001"
            })
    void shouldReadAReceiptHoweverItIsWritten(String text) {
        assertThat(read(text)).contains(new Receipt("sim", "4711", DeliveryState.DELIVERED, null, NOW));
    }

    @ParameterizedTest
    @CsvSource({
        "UNDELIV, 027, UNDELIVERABLE, SUBSCRIBER_ABSENT",
        "UNDELIV, 001, UNDELIVERABLE, NUMBER_DEAD",
        "UNDELIV, 32, UNDELIVERABLE, SUBSCRIBER_ABSENT",
        "UNDELIV, 011, UNDELIVERABLE, NUMBER_INVALID",
        "UNDELIV, 999, UNDELIVERABLE, UNSPECIFIED",
        "UNDELIV, 099, UNDELIVERABLE, OPTED_OUT",
        "UNDELIV, 0A1, UNDELIVERABLE, UNSPECIFIED",
        "EXPIRED, 000, UNDELIVERABLE, VALIDITY_ENDED",
        "REJECTD, 000, UNDELIVERABLE, CONTENT_REFUSED",
        "DELETED, 000, UNDELIVERABLE, UNSPECIFIED",
        "ENROUTE, 000, ACCEPTED,",
        "ACCEPTD, 000, ACCEPTED,",
        "UNKNOWN, 000, ACCEPTED,"
    })
    void shouldSayWhatAStateMeans(String word, String error, DeliveryState state, FailureReason reason) {
        assertThat(read("id:1 stat:" + word + " err:" + error)).contains(new Receipt("sim", "1", state, reason, NOW));
    }

    @Test
    void shouldPreferTheFieldsOfTheProtocolToTheText() {
        DeliverSm deliver = deliver(
                "id:1 stat:UNDELIV err:027",
                new Tlv(Tlv.RECEIPTED_MESSAGE_ID, "00AB12\0".getBytes(StandardCharsets.ISO_8859_1)),
                Tlv.octet(Tlv.MESSAGE_STATE, 2));
        assertThat(reader.read(deliver, NOW)).contains(new Receipt("sim", "ab12", DeliveryState.DELIVERED, null, NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"STOP", "", "id:1", "stat:DELIVRD", "id:1 stat:PERHAPS"})
    void shouldFindNoReceiptWhereNothingIsSaid(String text) {
        assertThat(read(text)).isEmpty();
    }

    @Test
    void shouldCompareHexadecimalWithDecimalWhereTheOperatorMixesThem() {
        MessageIds ids = new MessageIds(IdForm.HEX_THEN_DECIMAL);
        assertThat(ids.fromResponse("00FF10")).isEqualTo(ids.fromReceipt("65296"));
        assertThat(ids.spellings("65296")).containsExactly("00FF10", "FF10");
    }

    @Test
    void shouldCompareDecimalWithHexadecimalWhereTheOperatorMixesThem() {
        MessageIds ids = new MessageIds(IdForm.DECIMAL_THEN_HEX);
        assertThat(ids.fromReceipt("FF10")).isEqualTo(ids.fromResponse("65296"));
        assertThat(ids.spellings("65296")).containsExactly("65296");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\tb", "a\u0001", "a\u0085", "a\u00A0b", "", " "})
    void shouldNotTakeForAnIdWhatIsNone(String id) {
        assertThat(new MessageIds(IdForm.SAME).fromResponse(id)).isEmpty();
        assertThat(readNamed(id)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"64, true", "65, false"})
    void shouldTakeNoIdThatIsLongerThanTheProtocolAllows(int length, boolean taken) {
        String id = "7".repeat(length);
        assertThat(new MessageIds(IdForm.SAME).fromResponse(id)).isEqualTo(taken ? id : "");
        assertThat(new MessageIds(IdForm.HEX_THEN_DECIMAL).fromResponse(id).isEmpty())
                .isEqualTo(!taken);
        assertThat(readNamed(id).isPresent()).isEqualTo(taken);
    }

    @Test
    void shouldTakeTheNetworksErrorWhereTheTextHasNone() {
        DeliverSm deliver = deliver("id:1 stat:UNDELIV", new Tlv(Tlv.NETWORK_ERROR_CODE, new byte[] {3, 0, 27}));
        assertThat(reader.read(deliver, NOW).orElseThrow().reason()).isEqualTo(FailureReason.SUBSCRIBER_ABSENT);
    }

    @Test
    void shouldWriteValidityAsRelativeTime() {
        assertThat(Submission.validity(Duration.ofHours(26).plusSeconds(61))).isEqualTo("000001020101000R");
        assertThat(Submission.validity(Duration.ofMillis(10))).isEqualTo("000000000001000R");
        assertThat(Submission.validity(Duration.ofDays(400))).isEqualTo("000030000000000R");
    }

    private Optional<Receipt> read(String text) {
        return reader.read(deliver(text), NOW);
    }

    private Optional<Receipt> readNamed(String id) {
        Tlv named = new Tlv(Tlv.RECEIPTED_MESSAGE_ID, (id + "\0").getBytes(StandardCharsets.ISO_8859_1));
        return reader.read(deliver("", named, Tlv.octet(Tlv.MESSAGE_STATE, 2)), NOW);
    }

    private static DeliverSm deliver(String text, Tlv... parameters) {
        return new DeliverSm(
                Address.international("+999100000100"),
                new Address(Address.TON_ALPHANUMERIC, Address.NPI_UNKNOWN, "VIGIE"),
                4,
                0,
                text.getBytes(StandardCharsets.ISO_8859_1),
                Tlvs.of(parameters));
    }
}
