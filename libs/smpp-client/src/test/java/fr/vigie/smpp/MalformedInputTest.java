package fr.vigie.smpp;

import static fr.vigie.smpp.Client.await;
import static fr.vigie.smpp.Client.submit;
import static fr.vigie.smpp.Client.window;
import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.smpp.ScriptedCentre.Pdu;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes from the other side may be anything. */
class MalformedInputTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 15, -1, 70_001, Integer.MAX_VALUE})
    void shouldSayNackAndEndWhenALengthCannotBeTrue(int length) throws Exception {
        try (ScriptedCentre centre = ScriptedCentre.open();
                Client client = new Client(centre.port(), window(10))) {
            SmppSession session = client.bind();
            byte[] pdu = ScriptedCentre.bare(Command.ENQUIRE_LINK, Status.ROK, 1);
            for (int i = 0; i < 4; i++) {
                pdu[i] = (byte) (length >> (24 - 8 * i));
            }
            centre.send(pdu);
            assertThat(centre.next())
                    .extracting(Pdu::command, Pdu::status)
                    .containsExactly(Command.GENERIC_NACK, Status.RINVCMDLEN);
            assertThat(await(session.ended())).isEqualTo(Ending.PROTOCOL);
        }
    }

    @Test
    void shouldSayNackAndGoOnWhenACommandIsUnknown() throws Exception {
        try (ScriptedCentre centre = ScriptedCentre.open();
                Client client = new Client(centre.port(), window(10))) {
            SmppSession session = client.bind();
            centre.send(ScriptedCentre.bare(0x4711, Status.ROK, 5));
            assertThat(centre.next())
                    .extracting(Pdu::command, Pdu::status, Pdu::sequence)
                    .containsExactly(Command.GENERIC_NACK, Status.RINVCMDID, 5);
            assertThat(session.isBound()).isTrue();
        }
    }

    @Test
    void shouldRefuseTheMessageAndGoOnWhenItsFieldsRunPastItsEnd() throws Exception {
        try (ScriptedCentre centre = ScriptedCentre.open();
                Client client = new Client(centre.port(), window(10))) {
            SmppSession session = client.bind();
            byte[] pdu = ScriptedCentre.deliverSm(6, "text");
            byte[] cut = Arrays.copyOf(pdu, pdu.length - 2);
            cut[3] = (byte) cut.length;
            centre.send(cut);
            assertThat(centre.next())
                    .extracting(Pdu::command, Pdu::status, Pdu::sequence)
                    .containsExactly(Command.DELIVER_SM | Command.RESPONSE, Status.RINVCMDLEN, 6);
            assertThat(session.isBound()).isTrue();
            assertThat(client.counts.malformedPdus()).isEqualTo(1);
        }
    }

    @Test
    void shouldKnowThatItWasTakenWhenTheResponseNamesNothing() throws Exception {
        try (ScriptedCentre centre = ScriptedCentre.open();
                Client client = new Client(centre.port(), window(10))) {
            CompletionStage<Reply<String>> reply = submit(client.bind(), "text");
            centre.send(ScriptedCentre.bare(
                    Command.SUBMIT_SM | Command.RESPONSE,
                    Status.ROK,
                    centre.next().sequence()));
            assertThat(await(reply)).isEqualTo(new Reply.Answered<>(""));
        }
    }

    @Test
    void shouldNotKnowTheFateWhenTheResponseIsOneToSomethingElse() throws Exception {
        try (ScriptedCentre centre = ScriptedCentre.open();
                Client client = new Client(centre.port(), window(10))) {
            CompletionStage<Reply<String>> reply = submit(client.bind(), "text");
            centre.send(ScriptedCentre.bare(
                    Command.QUERY_SM | Command.RESPONSE,
                    Status.ROK,
                    centre.next().sequence()));
            assertThat(await(reply)).isEqualTo(new Reply.Lost<>(Reply.Cause.MALFORMED));
        }
    }

    @Test
    void shouldUnderstandPdusThatComeOctetByOctet() throws Exception {
        AtomicInteger received = new AtomicInteger();
        try (ScriptedCentre centre = ScriptedCentre.open();
                Client client = new Client(centre.port(), window(10))) {
            var unused = client.bind(message -> {
                received.addAndGet(message.message().length);
                return CompletableFuture.completedFuture(Status.ROK);
            });
            for (byte octet : ScriptedCentre.deliverSm(1, "four")) {
                centre.send(new byte[] {octet});
            }
            assertThat(centre.next().sequence()).isEqualTo(1);
            assertThat(received).hasValue(4);
        }
    }

    /** Whatever comes, every request is replied to, and the next session works. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void shouldSurviveAnything(long seed) throws Exception {
        Random random = new Random(seed);
        try (ScriptedCentre centre = ScriptedCentre.open();
                Client client = new Client(centre.port(), window(10))) {
            SmppSession session = client.bind();
            CompletionStage<Reply<String>> reply = submit(session, "text");
            centre.next();
            try {
                for (int i = 0; i < 300; i++) {
                    centre.send(anything(random));
                }
            } catch (IOException e) {
                // The client had enough of it: the link is closed.
                assertThat(await(session.ended())).isIn(Ending.PROTOCOL, Ending.UNBOUND);
            }
            assertThat(await(reply)).isNotNull();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> session.load() == 0);
        }
        try (ScriptedCentre centre = ScriptedCentre.open();
                Client client = new Client(centre.port(), window(10))) {
            assertThat(client.bind().isBound()).isTrue();
        }
    }

    /** Mostly a PDU that is nearly right, so that it gets past the first check. */
    private static byte[] anything(Random random) {
        int[] commands = {
            Command.DELIVER_SM,
            Command.DATA_SM,
            Command.ALERT_NOTIFICATION,
            Command.SUBMIT_SM | Command.RESPONSE,
            Command.QUERY_SM | Command.RESPONSE,
            Command.BIND_TRANSCEIVER | Command.RESPONSE,
            Command.ENQUIRE_LINK | Command.RESPONSE,
            Command.GENERIC_NACK,
            Command.SUBMIT_SM,
            random.nextInt()
        };
        byte[] pdu = random.nextBoolean()
                ? ScriptedCentre.deliverSm(random.nextInt(), "text")
                : new byte[PduReader.HEADER + random.nextInt(200)];
        int changed = random.nextInt(6);
        if (pdu.length < 60 || random.nextInt(3) == 0) {
            byte[] body = new byte[pdu.length - PduReader.HEADER];
            random.nextBytes(body);
            System.arraycopy(body, 0, pdu, PduReader.HEADER, body.length);
        }
        write(pdu, 0, pdu.length);
        write(pdu, 4, commands[random.nextInt(commands.length)]);
        write(pdu, 12, random.nextInt(40));
        for (int i = 0; i < changed && pdu.length > PduReader.HEADER; i++) {
            pdu[PduReader.HEADER + random.nextInt(pdu.length - PduReader.HEADER)] = (byte) random.nextInt();
        }
        if (random.nextInt(100) == 0) {
            write(pdu, 0, random.nextInt());
        }
        return pdu;
    }

    private static void write(byte[] octets, int at, int value) {
        for (int i = 0; i < 4; i++) {
            octets[at + i] = (byte) (value >> (24 - 8 * i));
        }
    }
}
