package fr.vigie.smpp;

import static fr.vigie.smpp.Client.await;
import static fr.vigie.smpp.Client.submit;
import static fr.vigie.smpp.Client.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import fr.vigie.simulators.smsc.SmscSimulator;
import fr.vigie.smpp.ScriptedCentre.Pdu;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SmppSessionTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration ONCE = Duration.ofSeconds(2);

    @Test
    void shouldNameEveryMessageWhenAThousandAreGivenAtOnce() throws IOException {
        // Given
        try (SmscSimulator smsc = SmscSimulator.start(SmscSimulator.Options.defaults());
                Client client = new Client(smsc.port(), window(50))) {
            SmppSession session = client.bind();

            // When
            List<CompletionStage<Reply<String>>> replies = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                replies.add(submit(session, "text " + i));
            }

            // Then
            assertThat(replies)
                    .extracting(Client::await)
                    .allMatch(Reply.Answered.class::isInstance)
                    .doesNotHaveDuplicates();
            assertThat(smsc.journal()).hasSize(1_000);
            assertThat(session.load()).isZero();
        }
    }

    @Test
    void shouldNeverHaveMoreWithoutResponseThanItsWindow() throws Exception {
        // Given
        try (ScriptedCentre centre = ScriptedCentre.open();
                Client client = new Client(centre.port(), window(3))) {
            SmppSession session = client.bind();
            for (int i = 0; i < 5; i++) {
                var unused = submit(session, "bulk");
            }
            List<Pdu> written = List.of(centre.next(), centre.next(), centre.next());
            Awaitility.await().atMost(LIMIT).until(() -> session.inFlight() == 3);
            assertThat(centre.waiting()).isZero();

            // When
            var unused = session.submit(Client.message("urgent"), true, Client.PATIENCE);
            centre.accepted(written.get(0), "1");

            // Then
            assertThat(textOf(centre.next())).isEqualTo("urgent");
            assertThat(session.load()).isEqualTo(5);
        }
    }

    private static String textOf(Pdu submit) {
        String body = new String(submit.body(), StandardCharsets.ISO_8859_1);
        return body.endsWith("urgent") ? "urgent" : "bulk";
    }

    @Test
    void shouldReplyToAllAtOnceWhenTheLinkFalls() throws Exception {
        // Given
        try (ScriptedCentre centre = ScriptedCentre.open();
                Client client = new Client(centre.port(), window(2))) {
            SmppSession session = client.bind();
            List<CompletionStage<Reply<String>>> replies = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                replies.add(submit(session, "text"));
            }
            centre.next();
            centre.next();

            // When
            centre.cut();

            // Then
            assertThat(replies)
                    .extracting(Client::await)
                    .containsExactly(
                            new Reply.Lost<>(Reply.Cause.LINK_LOST),
                            new Reply.Lost<>(Reply.Cause.LINK_LOST),
                            new Reply.NotSent<>());
            assertThat(await(session.ended())).isEqualTo(Ending.LINK_LOST);
            assertThat(await(submit(session, "text"))).isEqualTo(new Reply.NotSent<>());
        }
    }

    @Test
    void shouldGiveUpAndCountTheResponseWhenItComesTooLate() throws Exception {
        // Given
        try (ScriptedCentre centre = ScriptedCentre.open();
                Client client = new Client(centre.port(), window(10))) {
            SmppSession session = client.bind();
            CompletionStage<Reply<String>> first = submit(session, "text");
            Pdu asked = centre.next();
            assertThat(await(first)).isEqualTo(new Reply.Lost<>(Reply.Cause.TIMEOUT));

            // When
            centre.accepted(asked, "1");
            centre.send(ScriptedCentre.bare(Command.SUBMIT_SM | Command.RESPONSE, Status.ROK, 12_345));

            // Then
            Awaitility.await().atMost(LIMIT).until(() -> client.counts.unexpectedResponses() == 1);
            assertThat(client.counts.lateResponses()).isEqualTo(1);
            assertThat(client.counts.timeouts()).isEqualTo(1);
            assertThat(session.isBound()).isTrue();
        }
    }

    @Test
    void shouldRiskOneMessageAtATimeWhenTheCentreIsThereButAnswersNone() throws Exception {
        // Given
        try (ScriptedCentre centre = ScriptedCentre.open();
                Client client = new Client(centre.port(), window(10))) {
            SmppSession session = client.bind();
            for (int i = 0; i < 25; i++) {
                var unused = submit(session, "text");
            }
            for (int i = 0; i < 10; i++) {
                centre.next();
            }

            // When
            Pdu probe = centre.next();

            // Then
            Awaitility.await().atMost(LIMIT).until(() -> session.inFlight() == 1);
            assertThat(session.places()).isEqualTo(1);
            centre.accepted(probe, "11");
            Awaitility.await().atMost(LIMIT).until(() -> session.places() == 10);
        }
    }

    @Test
    void shouldSayRefusedWhenTheCentreAnswersWithAGenericNack() throws Exception {
        try (ScriptedCentre centre = ScriptedCentre.open();
                Client client = new Client(centre.port(), window(10))) {
            CompletionStage<Reply<QuerySm.Answer>> answer =
                    client.bind().query(new QuerySm("17", BindRequest.EVERY_NUMBER), Client.PATIENCE);
            Pdu asked = centre.next();
            centre.send(ScriptedCentre.bare(Command.GENERIC_NACK, Status.RINVCMDID, asked.sequence()));
            assertThat(await(answer)).isEqualTo(new Reply.Refused<>(Status.RINVCMDID));
        }
    }

    @ParameterizedTest
    @EnumSource(BindKind.class)
    void shouldTransmitUnlessItWasBoundToReceive(BindKind kind) throws IOException {
        try (SmscSimulator smsc = SmscSimulator.start(SmscSimulator.Options.defaults());
                Client client = new Client(smsc.port(), window(10))) {
            SmppSession session =
                    await(client.binding(kind, "vigie", message -> CompletableFuture.completedFuture(Status.ROK)));
            assertThat(session.isBound()).isTrue();
            assertThat(session.transmits()).isEqualTo(kind != BindKind.RECEIVER);
        }
    }

    @Test
    void shouldSayWhyWhenTheCentreRefusesTheBind() throws IOException {
        try (SmscSimulator smsc = SmscSimulator.start(SmscSimulator.Options.defaults());
                Client client = new Client(smsc.port(), window(10))) {
            CompletionStage<SmppSession> binding = client.binding(BindKind.TRANSCEIVER, "wrong", message -> null);
            assertThatThrownBy(() -> binding.toCompletableFuture().get())
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(BindFailedException.class, failure -> {
                        assertThat(failure.reason()).isEqualTo(BindFailedException.Reason.REFUSED);
                        assertThat(failure.status()).isEqualTo(Status.RINVPASWD);
                    });
        }
    }

    @Test
    void shouldGiveUpWhenTheCentreDoesNotAnswerTheBind() throws IOException {
        try (ScriptedCentre centre = ScriptedCentre.open().silentToBinds();
                Client client = new Client(centre.port(), window(10))) {
            CompletionStage<SmppSession> binding = client.binding(BindKind.TRANSCEIVER, "vigie", message -> null);
            assertThatThrownBy(() -> binding.toCompletableFuture().get())
                    .cause()
                    .isInstanceOfSatisfying(
                            BindFailedException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(BindFailedException.Reason.SILENT));
        }
    }

    @Test
    void shouldAnswerAndEndWhenTheCentreUnbinds() throws Exception {
        try (ScriptedCentre centre = ScriptedCentre.open();
                Client client = new Client(centre.port(), window(10))) {
            SmppSession session = client.bind();
            centre.send(ScriptedCentre.bare(Command.UNBIND, Status.ROK, 77));
            Pdu answer = centre.next();
            assertThat(answer.command()).isEqualTo(Command.UNBIND | Command.RESPONSE);
            assertThat(answer.sequence()).isEqualTo(77);
            assertThat(await(session.ended())).isEqualTo(Ending.UNBOUND);
            assertThat(centre.nextIsTheEnd()).isTrue();
        }
    }

    @Test
    void shouldWaitForWhatIsUnderWayBeforeItUnbinds() throws Exception {
        // Given
        try (ScriptedCentre centre = ScriptedCentre.open();
                Client client = new Client(centre.port(), window(1))) {
            SmppSession session = client.bind();
            CompletionStage<Reply<String>> written = submit(session, "text");
            CompletionStage<Reply<String>> waiting = submit(session, "text");
            Pdu asked = centre.next();

            // When
            var unused = session.unbind(Duration.ofSeconds(5));
            assertThat(await(waiting)).isEqualTo(new Reply.NotSent<>());
            assertThat(centre.waiting()).isZero();
            centre.accepted(asked, "1");

            // Then
            assertThat(await(written)).isEqualTo(new Reply.Answered<>("1"));
            Pdu last = centre.next();
            assertThat(last.command()).isEqualTo(Command.UNBIND);
            centre.send(ScriptedCentre.bare(Command.UNBIND | Command.RESPONSE, Status.ROK, last.sequence()));
            assertThat(await(session.ended())).isEqualTo(Ending.BY_US);
        }
    }

    @Test
    void shouldEndWhenAPduOnlyDripsInAndNeverEnds() throws Exception {
        SessionLimits limits = new SessionLimits(
                10, Client.RESPONSE, Duration.ofMillis(200), Client.RESPONSE, 10, Duration.ofSeconds(5));
        try (ScriptedCentre centre = ScriptedCentre.open().silentToEnquiries();
                Client client = new Client(centre.port(), limits)) {
            SmppSession session = client.bind();
            centre.send(new byte[] {0, 1, 0, 0}); // 65,536 octets are to come
            while (!session.ended().toCompletableFuture().isDone()) {
                try {
                    centre.send(new byte[] {0});
                } catch (IOException e) {
                    break; // the link is closed
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
            assertThat(await(session.ended())).isEqualTo(Ending.SILENT);
        }
    }

    @Test
    void shouldEndWhenTheCentreDoesNotAnswerEnquireLink() throws Exception {
        SessionLimits limits = new SessionLimits(
                10, Client.RESPONSE, Duration.ofMillis(200), Client.RESPONSE, 10, Duration.ofSeconds(5));
        try (ScriptedCentre centre = ScriptedCentre.open().silentToEnquiries();
                Client client = new Client(centre.port(), limits)) {
            SmppSession session = client.bind();
            assertThat(centre.next().command()).isEqualTo(Command.ENQUIRE_LINK);
            assertThat(await(session.ended())).isEqualTo(Ending.SILENT);
        }
    }

    @Test
    void shouldStayWhenTheCentreAnswersEnquireLink() throws Exception {
        SessionLimits limits = new SessionLimits(
                10, Duration.ofMillis(100), Duration.ofMillis(50), Client.RESPONSE, 10, Duration.ofSeconds(5));
        // A machine that stands still makes the answers late: then once more.
        Awaitility.await().atMost(LIMIT).pollInSameThread().ignoreExceptions().until(() -> {
            try (ScriptedCentre centre = ScriptedCentre.open();
                    Client client = new Client(centre.port(), limits)) {
                SmppSession session = client.bind();
                Awaitility.await().during(Duration.ofMillis(500)).atMost(ONCE).until(session::isBound);
                return true;
            }
        });
    }

    @Test
    void shouldAnswerInTheOrderInWhichTheHandlerIsDone() throws Exception {
        // Given
        Queue<CompletableFuture<Integer>> open = new ConcurrentLinkedQueue<>();
        try (ScriptedCentre centre = ScriptedCentre.open();
                Client client = new Client(centre.port(), window(10))) {
            var unused = client.bind(message -> {
                CompletableFuture<Integer> answer = new CompletableFuture<>();
                open.add(answer);
                return answer;
            });
            centre.send(ScriptedCentre.deliverSm(1, "first"));
            centre.send(ScriptedCentre.deliverSm(2, "second"));
            Awaitility.await().atMost(LIMIT).until(() -> open.size() == 2);
            CompletableFuture<Integer> first = open.remove();

            // When
            open.remove().complete(Status.ROK);
            assertThat(centre.next())
                    .extracting(Pdu::command, Pdu::status, Pdu::sequence)
                    .containsExactly(Command.DELIVER_SM | Command.RESPONSE, Status.ROK, 2);
            first.completeExceptionally(new IllegalStateException("not stored"));

            // Then
            assertThat(centre.next())
                    .extracting(Pdu::command, Pdu::status, Pdu::sequence)
                    .containsExactly(Command.DELIVER_SM | Command.RESPONSE, Status.RX_T_APPN, 1);
        }
    }

    @Test
    void shouldStopReadingWhenTooMuchWaitsForAnAnswer() throws Exception {
        // Given
        int limit = 10;
        int all = 50_000;
        SessionLimits limits = new SessionLimits(
                10, Client.RESPONSE, Duration.ofMillis(100), Client.RESPONSE, limit, Duration.ofMinutes(1));
        Queue<CompletableFuture<Integer>> open = new ConcurrentLinkedQueue<>();
        try (ScriptedCentre centre = ScriptedCentre.open().silentToEnquiries();
                Client client = new Client(centre.port(), limits)) {
            SmppSession session = client.bind(message -> {
                CompletableFuture<Integer> answer = new CompletableFuture<>();
                open.add(answer);
                return answer;
            });

            // When
            byte[] some = ScriptedCentre.deliverSm(1, "x".repeat(200));
            Thread sender = new Thread(() -> {
                try {
                    for (int i = 0; i < all; i++) {
                        centre.send(some);
                    }
                } catch (IOException e) {
                    open.clear();
                }
            });
            sender.start();

            // Then: no more than what one read brings; and its silence is not taken for that of the centre.
            Awaitility.await().atMost(LIMIT).until(() -> open.size() >= limit);
            Awaitility.await()
                    .during(Duration.ofMillis(800))
                    .atMost(LIMIT)
                    .until(() -> open.size() < 2_000 && sender.isAlive() && session.isBound());
            int answered = 0;
            while (answered < all) {
                CompletableFuture<Integer> next = open.poll();
                if (next == null) {
                    Thread.onSpinWait();
                } else {
                    next.complete(Status.ROK);
                    answered++;
                }
            }
            for (int i = 0; i < all; i++) {
                assertThat(centre.next().status()).isEqualTo(Status.ROK);
            }
        }
    }

    @Test
    void shouldTellTheCentreToBringItAgainWhenTheHandlerTakesTooLong() throws Exception {
        SessionLimits limits = new SessionLimits(
                10, Client.RESPONSE, Duration.ofMinutes(1), Client.RESPONSE, 10, Duration.ofMillis(200));
        try (ScriptedCentre centre = ScriptedCentre.open();
                Client client = new Client(centre.port(), limits)) {
            var unused = client.bind(message -> new CompletableFuture<>());
            centre.send(ScriptedCentre.deliverSm(9, "text"));
            assertThat(centre.next()).extracting(Pdu::status, Pdu::sequence).containsExactly(Status.RX_T_APPN, 9);
        }
    }

    @Test
    void shouldTellTheCentreToBringItAgainAndReadOnWhenTheHandlerFails() throws Exception {
        try (ScriptedCentre centre = ScriptedCentre.open();
                Client client = new Client(centre.port(), window(10))) {
            var unused = client.bind(message -> {
                throw new UnsupportedOperationException("broken");
            });
            byte[] one = ScriptedCentre.deliverSm(1, "text");
            byte[] two = Arrays.copyOf(one, 2 * one.length);
            System.arraycopy(ScriptedCentre.deliverSm(2, "text"), 0, two, one.length, one.length);
            centre.send(two);
            assertThat(List.of(centre.next(), centre.next()))
                    .extracting(Pdu::status, Pdu::sequence)
                    .containsExactly(tuple(Status.RX_T_APPN, 1), tuple(Status.RX_T_APPN, 2));
        }
    }

    @ParameterizedTest
    @EnumSource(BindKind.class)
    void shouldBringWhatComesOnWhateverWasBound(BindKind kind) throws Exception {
        // Given
        Queue<DeliverSm> brought = new ConcurrentLinkedQueue<>();
        try (ScriptedCentre centre = ScriptedCentre.open();
                Client client = new Client(centre.port(), window(10))) {
            await(client.binding(kind, "vigie", message -> {
                brought.add(message);
                return CompletableFuture.completedFuture(Status.ROK);
            }));

            // When
            centre.send(ScriptedCentre.deliverSm(7, "text"));

            // Then
            assertThat(centre.next())
                    .extracting(Pdu::command, Pdu::status, Pdu::sequence)
                    .containsExactly(Command.DELIVER_SM | Command.RESPONSE, Status.ROK, 7);
            assertThat(brought).hasSize(1);
        }
    }

    @Test
    void shouldBringWhatComesAsDataSm() throws Exception {
        Queue<DeliverSm> brought = new ConcurrentLinkedQueue<>();
        try (ScriptedCentre centre = ScriptedCentre.open();
                Client client = new Client(centre.port(), window(10))) {
            var unused = client.bind(message -> {
                brought.add(message);
                return CompletableFuture.completedFuture(Status.ROK);
            });
            PduWriter data = new PduWriter();
            data.begin(Command.DATA_SM, Status.ROK, 8)
                    .text("")
                    .address(Address.international("+999100000100"))
                    .address(new Address(Address.TON_NETWORK, Address.NPI_UNKNOWN, "10203"))
                    .octet(4)
                    .octet(0)
                    .octet(0)
                    .tlvs(Tlvs.of(new Tlv(Tlv.MESSAGE_PAYLOAD, new byte[] {'o', 'k'})))
                    .end();
            centre.send(data.take());
            assertThat(centre.next())
                    .extracting(Pdu::command, Pdu::status, Pdu::sequence)
                    .containsExactly(Command.DATA_SM | Command.RESPONSE, Status.ROK, 8);
            assertThat(brought).singleElement().satisfies(message -> {
                assertThat(message.receipt()).isTrue();
                assertThat(message.message()).containsExactly('o', 'k');
            });
        }
    }
}
