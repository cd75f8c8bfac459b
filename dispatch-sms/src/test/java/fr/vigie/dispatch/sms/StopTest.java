package fr.vigie.dispatch.sms;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.crypto.BlindIndex;
import fr.vigie.crypto.KeyRing;
import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.flow.Dispatcher;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.EventJson;
import fr.vigie.events.FailureReason;
import fr.vigie.events.SubscriberEvent;
import fr.vigie.events.Topics;
import fr.vigie.simulators.smsc.SmscSimulator;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TopicProbe;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A merchant leaves: by writing STOP, or elsewhere. */
@QuarkusTest
@QuarkusTestResource(
        value = RealParts.class,
        initArgs = {
            @ResourceArg(name = "database", value = "dispatch_sms"),
            @ResourceArg(name = "fresh", value = "true")
        })
@QuarkusTestResource(
        value = SimulatedOperator.class,
        initArgs = @ResourceArg(name = "sender", value = "+33199000017"),
        restrictToAnnotatedClass = true)
class StopTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String OUR_NUMBER = "33199000017";

    @Inject
    Database database;

    @Inject
    Dispatcher dispatcher;

    @Inject
    MeterRegistry meters;

    SmscSimulator smsc;
    TopicProbe topics;

    @BeforeEach
    void open() {
        topics = TopicProbe.open();
        Awaitility.await()
                .atMost(LIMIT)
                .until(() ->
                        dispatcher.working() && dispatcher.carriers().get(0).available());
    }

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void shouldTellByTheDigestOfTheNumberWhenAMerchantWritesStop() throws EventJson.MalformedEventException {
        // Given
        String number = "+999300000100";
        Instant before = Instant.now();

        // When
        smsc.write(number, OUR_NUMBER, "Stop !");

        // Then
        TopicProbe.Received told =
                topics.await(LIMIT, Topics.SUBSCRIBER_EVENTS, digest(number), 1).get(0);
        SubscriberEvent event = EventJson.read(told.value().getBytes(StandardCharsets.UTF_8), SubscriberEvent.class);
        assertThat(event.type()).isEqualTo(SubscriberEvent.Type.OPTED_OUT);
        assertThat(event.channel()).isEqualTo(Channel.SMS);
        assertThat(event.source()).isEqualTo("SMS_STOP");
        assertThat(event.recipientId()).isNull();
        assertThat(event.numberDigest()).isEqualTo(digest(number));
        assertThat(event.at()).isAfterOrEqualTo(before);
        Awaitility.await().atMost(LIMIT).until(() -> count("textsAcknowledged") >= 1);
        assertThat(everythingStoredOrTold()).isNotEmpty().noneMatch(each -> each.contains(number.substring(1)));
    }

    @Test
    void shouldHearWhoAnswersATextWhoseSenderIsANumber() {
        // Given
        String number = "+999300000989";
        DeliveryRequested asked = Requests.urgent().to(number);

        // When
        send(asked);

        // Then
        assertThat(untilFinal(asked).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(topics.await(LIMIT, Topics.SUBSCRIBER_EVENTS, digest(number), 1))
                .hasSize(1);
    }

    @Test
    void shouldTakeAndForgetWhateverElseIsWritten() {
        // Given
        long taken = count("textsAcknowledged");
        double dropped =
                meters.counter("vigie.dispatch.replies", "kind", "OTHER").count();
        String other = "+999300000200";
        String stop = "+999300000300";

        // When
        smsc.write(other, OUR_NUMBER, "Merci, bien reçu");
        smsc.write(stop, OUR_NUMBER, "ARRÊT");

        // Then
        topics.await(LIMIT, Topics.SUBSCRIBER_EVENTS, digest(stop), 1);
        Awaitility.await().atMost(LIMIT).until(() -> count("textsAcknowledged") == taken + 2);
        assertThat(meters.counter("vigie.dispatch.replies", "kind", "OTHER").count())
                .isEqualTo(dropped + 1);
        assertThat(everythingStoredOrTold())
                .noneMatch(each -> each.contains(digest(other)))
                .noneMatch(each -> each.contains("bien reçu"))
                .noneMatch(each -> each.contains(other.substring(1)));
    }

    @Test
    void shouldSendNothingThatComesLaterUntilConsentIsGivenAgain() {
        // Given
        UUID merchant = UUID.randomUUID();
        String number = "+999300000400";
        say(merchant, SubscriberEvent.Type.OPTED_OUT, Instant.now());
        Awaitility.await().atMost(LIMIT).until(() -> departed(merchant));

        // When
        DeliveryRequested late = Requests.urgent().fallingBackTo("+33199001234").to(merchant, number);
        send(late);

        // Then
        DeliveryEvent ended = untilFinal(late);
        assertThat(ended.state()).isEqualTo(DeliveryState.CANCELLED);
        assertThat(ended.reason()).isEqualTo(FailureReason.OPTED_OUT);
        assertThat(ended.handedOverAt()).isNull();
        assertThat(ended.fallback()).isNull();
        assertThat(smsc.acceptedPerDestination()).doesNotContainKey(number);

        // When
        say(merchant, SubscriberEvent.Type.CONSENT_GIVEN, Instant.now().plusMillis(1));
        Awaitility.await().atMost(LIMIT).until(() -> !departed(merchant));
        DeliveryRequested next = Requests.urgent().to(merchant, number);
        send(next);

        // Then
        assertThat(untilFinal(next).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(smsc.acceptedPerDestination()).containsEntry(number, 1);
    }

    private boolean departed(UUID merchant) {
        return database.transaction(statements -> statements
                        .run("SELECT FROM departure WHERE recipient_id = $1", merchant)
                        .size()
                > 0);
    }

    private long count(String counter) {
        return smsc.counters().get(counter);
    }

    private static String digest(String number) {
        Config config = ConfigProvider.getConfig();
        KeyRing ring = KeyRing.parse(
                config.getValue(KeyRing.KEYS, String.class),
                config.getValue(KeyRing.ACTIVE_KEY, String.class),
                config.getValue(KeyRing.INDEX_KEY, String.class));
        return HexFormat.of().formatHex(new BlindIndex(ring).of(number));
    }

    /** Every row of every table, and every record of every topic. */
    private List<String> everythingStoredOrTold() {
        List<String> all = new ArrayList<>();
        database.transaction(statements -> {
            for (Row table : statements.run("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")) {
                for (Row row : statements.run("SELECT t::text FROM \"" + table.getString(0) + "\" t")) {
                    all.add(row.getString(0));
                }
            }
            return null;
        });
        topics.all(Topics.SUBSCRIBER_EVENTS, Topics.DELIVERY_EVENTS)
                .forEach(each -> all.add(each.key() + each.value() + each.headers()));
        return all;
    }

    private void say(UUID merchant, SubscriberEvent.Type type, Instant at) {
        SubscriberEvent event = SubscriberEvent.ofRecipient(
                UUID.randomUUID(),
                merchant,
                type,
                type == SubscriberEvent.Type.OPTED_OUT ? Channel.SMS : null,
                "REGISTRAR",
                null,
                at);
        topics.send(Topics.SUBSCRIBER_EVENTS, merchant.toString(), json(event), Map.of());
    }

    private void send(DeliveryRequested asked) {
        topics.send(
                Topics.dispatch(asked.channel(), asked.urgency()),
                asked.recipientId().toString(),
                json(asked),
                Map.of());
    }

    private static String json(Object event) {
        return new String(EventJson.write(event), StandardCharsets.UTF_8);
    }

    private DeliveryEvent untilFinal(DeliveryRequested asked) {
        String key = asked.deliveryId().toString();
        List<TopicProbe.Received> events = topics.await(
                LIMIT,
                List.of(Topics.DELIVERY_EVENTS),
                each -> key.equals(each.key()),
                found -> found.stream().anyMatch(each -> event(each).state().isFinal()));
        return event(events.get(events.size() - 1));
    }

    private static DeliveryEvent event(TopicProbe.Received received) {
        try {
            return EventJson.read(received.value().getBytes(StandardCharsets.UTF_8), DeliveryEvent.class);
        } catch (EventJson.MalformedEventException e) {
            throw new AssertionError(e);
        }
    }
}
