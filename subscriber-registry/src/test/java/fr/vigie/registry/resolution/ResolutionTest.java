package fr.vigie.registry.resolution;

import static fr.vigie.registry.Alerts.alert;
import static fr.vigie.registry.Merchants.many;
import static fr.vigie.registry.Merchants.merchant;
import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.crypto.FieldCipher;
import fr.vigie.events.AlertAccepted;
import fr.vigie.events.AlertControl;
import fr.vigie.events.Area;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.QuietHours;
import fr.vigie.events.RecipientsResolved;
import fr.vigie.events.RecipientsResolved.LeftOut;
import fr.vigie.events.Topics;
import fr.vigie.events.Urgency;
import fr.vigie.phone.FictionNumbers;
import fr.vigie.registry.Alerts;
import fr.vigie.registry.Merchants;
import fr.vigie.registry.Merchants.Merchant;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TopicProbe;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "subscriber_registry"))
class ResolutionTest {
    private static final Area CANTAL = new Area.Departements(List.of("15"));

    @Inject
    Merchants merchants;

    @Inject
    Pool pool;

    @Inject
    FieldCipher cipher;

    private TopicProbe probe;

    @BeforeEach
    void open() {
        probe = TopicProbe.open();
        merchants.clear();
    }

    @AfterEach
    void close() {
        probe.close();
    }

    @Test
    void shouldPublishOneDeliveryPerMerchantWhenAnAlertIsAccepted() {
        // Given
        List<Merchant> inside = many(1_200, each -> each.trades("JEWELLER"));
        merchants.store(inside);
        merchants.store(many(20, each -> each.trades("PHARMACIST")));
        merchants.store(many(20, each -> each.commune("48095", "48")));
        merchants.store(many(5, each -> each.status("SUSPENDED")));
        merchants.store(many(5, each -> each.status("WITHDRAWN")));
        AlertAccepted alert = alert(CANTAL, Urgency.URGENT, "JEWELLER");

        // When
        Alerts.accept(probe, alert);

        // Then
        RecipientsResolved totals = Alerts.totals(probe, alert);
        assertThat(totals.sms()).isEqualTo(1_200);
        assertThat(totals.voice()).isZero();
        assertThat(totals.chunk()).isEqualTo(4);
        assertThat(totals.leftOut()).isEqualTo(LeftOut.NONE);
        List<DeliveryRequested> deliveries = Alerts.deliveries(probe, alert);
        assertThat(deliveries)
                .extracting(DeliveryRequested::deliveryId)
                .containsExactlyInAnyOrderElementsOf(inside.stream()
                        .map(each -> DeliveryRequested.idOf(alert.alertId(), each.id, Channel.SMS))
                        .toList());
        assertThat(Alerts.chunks(probe, alert))
                .extracting(RecipientsResolved::sms)
                .containsExactlyInAnyOrder(50, 500, 500, 150);
    }

    @Test
    void shouldTellTheDispatcherWhenAMerchantNeverWantsToBeCalled() {
        // Given
        Merchant shop = merchant();
        merchants.store(shop);
        pool.preparedQuery("UPDATE subscriber SET quiet_from = '22:00', quiet_to = '07:30' WHERE id = $1")
                .execute(Tuple.of(shop.id))
                .await()
                .atMost(Duration.ofSeconds(5));
        AlertAccepted alert = alert(CANTAL, Urgency.URGENT, "JEWELLER");

        // When
        Alerts.accept(probe, alert);

        // Then
        Alerts.totals(probe, alert);
        assertThat(Alerts.deliveries(probe, alert))
                .extracting(DeliveryRequested::quietHours)
                .containsExactly(new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 30)));
    }

    @Test
    void shouldCarryWhatTheDispatcherNeedsWhenADeliveryIsPublished() {
        // Given
        Merchant shop = merchant().numbers(1, 1);
        merchants.store(shop);
        AlertAccepted alert = alert(CANTAL, Urgency.URGENT, "JEWELLER", "PHARMACIST");

        // When
        Alerts.accept(probe, alert);

        // Then
        Alerts.totals(probe, alert);
        var record = probe.await(Duration.ofSeconds(5), Topics.DISPATCH_SMS_URGENT, shop.id.toString(), 1)
                .get(0);
        DeliveryRequested delivery = Alerts.read(record, DeliveryRequested.class);
        assertThat(record.headers())
                .containsEntry("ce_id", delivery.deliveryId().toString());
        assertThat(delivery.text()).isEqualTo(Alerts.SMS);
        assertThat(delivery.authority()).isEqualTo("Gendarmerie du Cantal");
        assertThat(delivery.chunk()).isZero();
        assertThat(delivery.position()).isZero();
        assertThat(delivery.expires()).isEqualTo(alert.expires());
        assertThat(delivery.numbers())
                .singleElement()
                .satisfies(number -> assertThat(FictionNumbers.isFiction(cipher.decrypt(number, shop.id.toString())))
                        .isTrue());
        assertThat(delivery.fallback().channel()).isEqualTo(Channel.VOICE);
        assertThat(delivery.fallback().text()).isEqualTo(Alerts.VOICE);
        assertThat(delivery.fallback().numbers()).hasSize(2);
    }

    @Test
    void shouldChooseTheChannelOfEachMerchantWhenSeveralArePermitted() {
        // Given
        Merchant mobile = merchant();
        Merchant landline = merchant().numbers(0, 1);
        Merchant wantsCalls = merchant().preferred("VOICE");
        Merchant leftSms = merchant().noSms();
        Merchant leftBoth = merchant().noSms().noVoice();
        Merchant unreachable = merchant().numbers(0, 0);
        merchants.store(mobile, landline, wantsCalls, leftSms, leftBoth, unreachable);
        AlertAccepted alert = alert(CANTAL, Urgency.BULK, "JEWELLER");

        // When
        Alerts.accept(probe, alert);

        // Then
        RecipientsResolved totals = Alerts.totals(probe, alert);
        assertThat(totals.leftOut()).isEqualTo(new LeftOut(0, 2, 0, null));
        assertThat(probe.all(Topics.DISPATCH_SMS_BULK).stream()
                        .filter(one -> one.value().contains(alert.alertId().toString()))
                        .map(TopicProbe.Received::key))
                .containsExactly(mobile.id.toString());
        assertThat(probe.all(Topics.DISPATCH_VOICE_BULK).stream()
                        .filter(one -> one.value().contains(alert.alertId().toString()))
                        .map(TopicProbe.Received::key))
                .containsExactlyInAnyOrder(landline.id.toString(), wantsCalls.id.toString(), leftSms.id.toString());
    }

    @Test
    void shouldReachAMerchantOnceWhenSeveralTradesMatch() {
        // Given
        merchants.store(merchant().trades("TOBACCONIST", "PRESS", "BAR"));
        AlertAccepted alert = alert(CANTAL, Urgency.URGENT, "TOBACCONIST", "PRESS", "BAR");

        // When
        Alerts.accept(probe, alert);

        // Then
        assertThat(Alerts.totals(probe, alert).deliveries()).isEqualTo(1);
    }

    @Test
    void shouldLeaveOutAndCountWhoIsOutsideTheTerritoryWhenACircleCrossesTheBorder() {
        // Given
        merchants.store(merchant().at(44.93, 2.44));
        merchants.store(merchant().commune("48095", "48").at(44.94, 2.44));
        AlertAccepted alert = alert(
                new Area.Circle(44.93, 2.44, 20_000),
                Urgency.URGENT,
                List.of("15"),
                List.of(Channel.SMS),
                Duration.ofHours(1),
                "JEWELLER");

        // When
        Alerts.accept(probe, alert);

        // Then
        RecipientsResolved totals = Alerts.totals(probe, alert);
        assertThat(totals.sms()).isEqualTo(1);
        assertThat(totals.leftOut()).isEqualTo(new LeftOut(1, 0, 0, null));
    }

    @Test
    void shouldPublishNothingTwiceWhenTheAlertIsAcceptedAgain() {
        // Given
        merchants.store(many(60, each -> {}));
        AlertAccepted alert = alert(CANTAL, Urgency.URGENT, "JEWELLER");
        Alerts.accept(probe, alert);
        Alerts.totals(probe, alert);

        // When
        Alerts.accept(probe, alert);

        // Then: what is known is said again, and nobody is told twice
        probe.await(
                Duration.ofSeconds(10),
                List.of(Topics.RECIPIENTS_RESOLVED),
                one -> alert.alertId().toString().equals(one.key())
                        && Alerts.read(one, RecipientsResolved.class).last(),
                found -> found.size() == 2
                        && found.get(0)
                                .headers()
                                .get("ce_id")
                                .equals(found.get(1).headers().get("ce_id")));
        assertThat(Alerts.deliveries(probe, alert)).hasSize(60);
    }

    @Test
    void shouldGoOnWhereItStoppedWhenACopyHadCrashedBetweenStoringAndPublishing() {
        // Given: the alert's row and its first chunk stand in the database, nothing was published
        List<Merchant> all = many(30, each -> {});
        merchants.store(all);
        List<UUID> order = inOrderOfTheDatabase();
        AlertAccepted alert = alert(CANTAL, Urgency.URGENT, "JEWELLER");
        UUID[] first = order.subList(0, 10).toArray(UUID[]::new);

        // When
        pool.withTransaction(connection -> connection
                        .preparedQuery("INSERT INTO alert (alert_id, event, urgent, expires, cursor, next_chunk,"
                                + " outside_territory) VALUES ($1, $2, true, now() + interval '1 h', $3, 1, 7)")
                        .execute(Tuple.of(
                                alert.alertId(), io.vertx.core.buffer.Buffer.buffer(Alerts.json(alert)), order.get(9)))
                        .chain(() -> connection
                                .preparedQuery(
                                        "INSERT INTO chunk (alert_id, chunk_no, recipients, channels, sms, voice,"
                                                + " state, seen) VALUES ($1, 0, $2, $3, 10, 0, 'STORED', $4::text::bit(512))")
                                .execute(Tuple.tuple()
                                        .addUUID(alert.alertId())
                                        .addArrayOfUUID(first)
                                        .addString("S".repeat(10))
                                        .addString(SeenBits.noneOf(10)))))
                .await()
                .indefinitely();

        // Then
        RecipientsResolved totals = Alerts.totals(probe, alert);
        assertThat(totals.sms()).isEqualTo(30);
        assertThat(totals.chunk()).isEqualTo(2);
        assertThat(totals.leftOut().outsideTerritory()).isEqualTo(7);
        assertThat(Alerts.deliveries(probe, alert))
                .extracting(DeliveryRequested::recipientId)
                .containsExactlyInAnyOrderElementsOf(order);
        assertThat(Alerts.deliveries(probe, alert).stream()
                        .filter(each -> each.chunk() == 0)
                        .sorted(java.util.Comparator.comparingInt(DeliveryRequested::position)))
                .extracting(DeliveryRequested::recipientId)
                .containsExactly(first);
    }

    private List<UUID> inOrderOfTheDatabase() {
        List<UUID> ids = new java.util.ArrayList<>();
        pool.query("SELECT id FROM subscriber ORDER BY id")
                .execute()
                .await()
                .indefinitely()
                .forEach(row -> ids.add(row.getUUID(0)));
        return ids;
    }

    @Test
    void shouldPublishNothingWhenTheAlertWasCancelledBefore() {
        // Given
        merchants.store(many(20, each -> {}));
        AlertAccepted alert = alert(CANTAL, Urgency.URGENT, "JEWELLER");
        cancel(alert);

        // When
        Alerts.accept(probe, alert);

        // Then
        assertThat(Alerts.totals(probe, alert).deliveries()).isZero();
        assertThat(Alerts.deliveries(probe, alert)).isEmpty();
    }

    @Test
    void shouldPublishNothingMoreWhenTheAlertIsCancelledMidway() {
        // Given
        merchants.store(many(9_000, each -> {}));
        AlertAccepted alert = alert(CANTAL, Urgency.BULK, "JEWELLER");
        Alerts.accept(probe, alert);
        Awaitility.await().until(() -> count("SELECT count(*) FROM chunk WHERE alert_id = $1", alert) > 0);

        // When
        cancel(alert);

        // Then: the totals name exactly what was published
        RecipientsResolved totals = Alerts.totals(probe, alert);
        assertThat(totals.deliveries()).isBetween(50, 8_999);
        assertThat(Alerts.deliveries(probe, alert)).hasSize(totals.deliveries());
        assertThat(Alerts.chunks(probe, alert).stream()
                        .mapToInt(RecipientsResolved::deliveries)
                        .sum())
                .isEqualTo(totals.deliveries());
    }

    @Test
    void shouldPublishNothingAndSayWhoIsNotWarnedWhenTheAlertHasExpired() {
        // Given
        merchants.store(many(20, each -> {}));
        merchants.store(merchant().numbers(0, 1));
        AlertAccepted alert =
                alert(CANTAL, Urgency.URGENT, List.of("*"), List.of(Channel.SMS), Duration.ofSeconds(-1), "JEWELLER");

        // When
        Alerts.accept(probe, alert);

        // Then
        RecipientsResolved totals = Alerts.totals(probe, alert);
        assertThat(totals.deliveries()).isZero();
        assertThat(totals.leftOut()).isEqualTo(new LeftOut(0, 1, 0, 20));
        assertThat(Alerts.deliveries(probe, alert)).isEmpty();
    }

    @Test
    void shouldSayHowManyAreNotWarnedWhenTheAlertExpiresMidway() {
        // Given
        merchants.store(many(9_000, each -> {}));
        AlertAccepted alert = alert(CANTAL, Urgency.BULK, "JEWELLER");
        Alerts.accept(probe, alert);
        Awaitility.await().until(() -> count("SELECT count(*) FROM chunk WHERE alert_id = $1", alert) > 0);

        // When
        pool.preparedQuery("UPDATE alert SET expires = now() WHERE alert_id = $1")
                .execute(Tuple.of(alert.alertId()))
                .await()
                .indefinitely();

        // Then: everybody is told of, in one way or the other
        RecipientsResolved totals = Alerts.totals(probe, alert);
        assertThat(totals.deliveries()).isBetween(50, 8_999);
        assertThat(Alerts.deliveries(probe, alert)).hasSize(totals.deliveries());
        assertThat(totals.leftOut()).isEqualTo(new LeftOut(0, 0, 0, 9_000 - totals.deliveries()));
    }

    @Test
    void shouldSayHowManyAreNotWarnedWhenACopyHadCrashedAndTheAlertExpiredMeanwhile() {
        // Given: a chunk of three that was stored and not published; of one of them a dispatcher has spoken
        List<Merchant> known = many(3, each -> {});
        merchants.store(known);
        AlertAccepted alert =
                alert(CANTAL, Urgency.URGENT, List.of("*"), List.of(Channel.SMS), Duration.ofSeconds(-1), "JEWELLER");
        pool.withTransaction(connection -> connection
                        .preparedQuery("INSERT INTO alert (alert_id, event, urgent, expires, cursor, next_chunk, state)"
                                + " VALUES ($1, $2, true, now(), $3, 1, 'MATCHED')")
                        .execute(Tuple.of(
                                alert.alertId(),
                                io.vertx.core.buffer.Buffer.buffer(Alerts.json(alert)),
                                known.get(2).id))
                        .chain(() -> connection
                                .preparedQuery("INSERT INTO chunk (alert_id, chunk_no, recipients, channels, sms,"
                                        + " voice, state, seen) VALUES ($1, 0, $2, 'SSS', 3, 0, 'STORED',"
                                        + " $3::text::bit(512))")
                                .execute(Tuple.of(
                                        alert.alertId(),
                                        known.stream().map(each -> each.id).toArray(UUID[]::new),
                                        "010" + "1".repeat(509)))))
                .await()
                .indefinitely();

        // Then: a worker finds it
        RecipientsResolved totals = Alerts.totals(probe, alert);
        assertThat(totals.deliveries()).isZero();
        assertThat(totals.leftOut()).isEqualTo(new LeftOut(0, 0, 0, 2));
        assertThat(Alerts.deliveries(probe, alert)).isEmpty();
    }

    @Test
    void shouldKeepACancelWhenItsAlertSeemsToBeOver() {
        // Given: a clock that is two hours ahead, of an alert with half an hour left
        AlertAccepted alert =
                alert(CANTAL, Urgency.URGENT, List.of("*"), List.of(Channel.SMS), Duration.ofMinutes(-90), "JEWELLER");

        // When
        cancel(alert);

        // Then
        assertThat(count("SELECT count(*) FROM alert_cancel WHERE alert_id = $1", alert))
                .isEqualTo(1);
    }

    @Test
    void shouldSetPoisonAsideWhenAnAlertCannotBeResolved() {
        // Given
        merchants.store(merchant());
        AlertAccepted unknownTrade = alert(CANTAL, Urgency.URGENT, "ALCHEMIST");
        AlertAccepted good = alert(CANTAL, Urgency.URGENT, "JEWELLER");
        String garbage = UUID.randomUUID().toString();

        // When
        probe.send(Topics.ALERT_ACCEPTED, garbage, "{\"alertId\":", Map.of());
        Alerts.accept(probe, unknownTrade);
        Alerts.accept(probe, good);

        // Then
        assertThat(Alerts.totals(probe, good).deliveries()).isEqualTo(1);
        String deadLetters = Topics.deadLetter(Topics.ALERT_ACCEPTED);
        assertThat(probe.await(Duration.ofSeconds(10), deadLetters, garbage, 1)
                        .get(0)
                        .headers())
                .containsEntry("vigie_reason", "MALFORMED_EVENT");
        assertThat(probe.await(
                                Duration.ofSeconds(10),
                                deadLetters,
                                unknownTrade.alertId().toString(),
                                1)
                        .get(0)
                        .headers())
                .containsEntry("vigie_reason", "UNKNOWN_TRADE");
    }

    private void cancel(AlertAccepted alert) {
        AlertControl order = new AlertControl(
                alert.alertId(), AlertControl.Action.CANCEL, Instant.now(), alert.expires(), "officer-1", null);
        probe.send(Topics.ALERT_CONTROL, alert.alertId().toString(), Alerts.json(order), Map.of());
        Awaitility.await().until(() -> count("SELECT count(*) FROM alert_cancel WHERE alert_id = $1", alert) == 1);
    }

    private long count(String query, AlertAccepted alert) {
        return pool.preparedQuery(query)
                .execute(Tuple.of(alert.alertId()))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }
}
