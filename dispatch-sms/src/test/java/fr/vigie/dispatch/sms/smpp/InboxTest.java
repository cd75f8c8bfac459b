package fr.vigie.dispatch.sms.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.Incoming;
import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.dispatch.carrier.ReceiptSink;
import fr.vigie.dispatch.sms.SmsSettings.IdForm;
import fr.vigie.smpp.Address;
import fr.vigie.smpp.DeliverSm;
import fr.vigie.smpp.Status;
import fr.vigie.smpp.Tlv;
import fr.vigie.smpp.Tlvs;
import fr.vigie.text.sms.GsmAlphabet;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InboxTest {
    private static final Instant NOW = Instant.parse("2026-11-21T18:55:00Z");
    private static final Address US = new Address(Address.TON_NETWORK, Address.NPI_UNKNOWN, "10203");
    private static final Address MERCHANT = Address.international("+33639980100");
    private static final int RECEIPT = 4;

    private final List<Receipt> receipts = new ArrayList<>();
    private final List<Incoming> messages = new ArrayList<>();
    private final CarrierCounts counts = new CarrierCounts();
    private final Inbox inbox = inbox();

    private Inbox inbox() {
        ReceiptSink sink = new ReceiptSink() {
            @Override
            public CompletionStage<Void> receive(Receipt receipt) {
                receipts.add(receipt);
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public CompletionStage<Void> receive(Incoming message) {
                messages.add(message);
                return CompletableFuture.completedFuture(null);
            }
        };
        return new Inbox(
                "sim",
                new ReceiptReader("sim", new MessageIds(IdForm.SAME), Set.of()),
                new PartReceipts(sink),
                sink,
                counts,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void shouldPassOnWhatAMerchantWrites() {
        deliver(MERCHANT, 0, 0, GsmAlphabet.encode("Arrêt".replace('ê', 'é')));
        assertThat(messages).containsExactly(new Incoming("sim", "+33639980100", "Arrét", NOW));
        assertThat(receipts).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 33639980100, +33639980100",
        "0, +33639980100, +33639980100",
        "2, 0639980100, +33639980100",
        "0, 0639980100, +33639980100",
        "1, 262639980100, +262639980100"
    })
    void shouldKnowWhoWrites(int ton, String digits, String number) {
        deliver(new Address(ton, 1, digits), 0, 3, "STOP".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(messages).extracting(Incoming::number).containsExactly(number);
    }

    @ParameterizedTest
    @CsvSource({"5, VIGIE", "3, 10203", "0, 639980100", "2, 10203", "1, 12", "1, 33A39980100", "0, ''"})
    void shouldDropAndCountWhatNobodyWrote(int ton, String digits) {
        deliver(new Address(ton, 1, digits), 0, 3, "STOP".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(messages).isEmpty();
        assertThat(counts.droppedMessages()).isEqualTo(1);
    }

    @Test
    void shouldReadEveryAlphabetAndSkipTheHeader() {
        deliver(MERCHANT, 0, 3, "arrêt".getBytes(StandardCharsets.ISO_8859_1));
        deliver(MERCHANT, 0, 8, "arrêt".getBytes(StandardCharsets.UTF_16BE));
        deliver(MERCHANT, 0x40, 0, new byte[] {5, 0, 3, 1, 1, 1, 'S', 'T', 'O', 'P'});
        assertThat(messages).extracting(Incoming::text).containsExactly("arrêt", "arrêt", "STOP");
        deliver(MERCHANT, 0x40, 0, new byte[] {50, 0, 3});
        deliver(MERCHANT, 0, 4, new byte[] {1, 2, 3});
        assertThat(messages).hasSize(3);
        assertThat(counts.droppedMessages()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 0x10, 0x11, 0xF0, 0xF1})
    void shouldReadWhatIsWrittenInSevenBits(int coding) {
        deliver(MERCHANT, 0, coding, "STOP".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(messages).extracting(Incoming::text).containsExactly("STOP");
    }

    @Test
    void shouldNotTakeWordsOfATelephoneForAReceipt() {
        deliver(MERCHANT, 0, 3, "id:4711 stat:DELIVRD err:000".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(receipts).isEmpty();
        assertThat(messages).hasSize(1);
    }

    @Test
    void shouldTakeAReceiptByItsKindOrByTheOperatorsParameter() {
        deliver(MERCHANT, RECEIPT, 0, "id:4711 stat:DELIVRD".getBytes(StandardCharsets.ISO_8859_1));
        deliver(
                MERCHANT,
                0,
                0,
                new byte[0],
                new Tlv(Tlv.RECEIPTED_MESSAGE_ID, "4712".getBytes(StandardCharsets.ISO_8859_1)),
                Tlv.octet(Tlv.MESSAGE_STATE, 2));
        assertThat(receipts).extracting(Receipt::carrierMessageId).containsExactly("4711", "4712");
        deliver(MERCHANT, RECEIPT, 0, "says nothing".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(counts.droppedMessages()).isEqualTo(1);
    }

    @Test
    void shouldTakeAndDropAReceiptWhoseIdIsNone() {
        byte[] id = "x".repeat(3_000).getBytes(StandardCharsets.ISO_8859_1);
        deliver(
                MERCHANT,
                RECEIPT,
                0,
                new byte[0],
                new Tlv(Tlv.RECEIPTED_MESSAGE_ID, id),
                Tlv.octet(Tlv.MESSAGE_STATE, 2));
        assertThat(receipts).isEmpty();
        assertThat(counts.droppedMessages()).isEqualTo(1);
    }

    private void deliver(Address source, int esmClass, int coding, byte[] octets, Tlv... parameters) {
        CompletionStage<Integer> answer =
                inbox.deliver(new DeliverSm(source, US, esmClass, coding, octets, Tlvs.of(parameters)));
        assertThat(answer.toCompletableFuture()).isCompletedWithValue(Status.ROK);
    }
}
