package fr.vigie.registry.feedback;

import static fr.vigie.registry.Merchants.merchant;
import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.events.Channel;
import fr.vigie.events.EventJson;
import fr.vigie.events.SubscriberEvent;
import fr.vigie.events.SubscriberEvent.Type;
import fr.vigie.events.Topics;
import fr.vigie.phone.FictionNumbers;
import fr.vigie.phone.PhoneNumber;
import fr.vigie.registry.Alerts;
import fr.vigie.registry.Merchants;
import fr.vigie.registry.Merchants.Merchant;
import fr.vigie.registry.recipient.Recipient;
import fr.vigie.registry.recipient.Recipients;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TopicProbe;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "subscriber_registry"))
class FeedbackTest {
    @Inject
    Merchants merchants;

    @Inject
    Recipients recipients;

    @Inject
    MeterRegistry meters;

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
    void shouldNotUseAChannelAnyMoreWhenTheMerchantLeftIt() {
        // Given
        Merchant shop = merchant();
        merchants.store(shop);

        // When
        say(shop, Type.OPTED_OUT, Channel.SMS, null, Instant.now());

        // Then
        Awaitility.await().until(() -> load(shop).smsOptedOut());
        assertThat(load(shop).voiceOptedOut()).isFalse();
        assertThat(load(shop).numbersFor(Channel.SMS)).isEmpty();
        assertThat(load(shop).numbersFor(Channel.VOICE)).hasSize(1);
    }

    @Test
    void shouldKeepTheChannelWhenConsentWasGivenLater() {
        // Given
        Merchant shop = merchant();
        Merchant last = merchant();
        merchants.store(shop, last);

        // When
        say(shop, Type.OPTED_OUT, Channel.SMS, null, Instant.now().minus(Duration.ofHours(1)));
        say(last, Type.OPTED_OUT, null, null, Instant.now());

        // Then
        Awaitility.await().until(() -> load(last).smsOptedOut() && load(last).voiceOptedOut());
        Awaitility.await()
                .during(Duration.ofMillis(500))
                .until(() -> !load(shop).smsOptedOut());
    }

    @Test
    void shouldBuryOneNumberOnlyOnceWhenTheEventIsRepeated() {
        // Given
        Merchant shop = merchant().numbers(2, 1);
        Merchant last = merchant();
        merchants.store(shop, last);
        List<String> before = load(shop).numbersFor(Channel.SMS);
        Instant at = Instant.now().plusSeconds(1);
        Instant nextDay = at.plus(Duration.ofDays(1));

        // When
        say(shop, Type.NUMBER_DEAD, Channel.SMS, 0, at);
        say(shop, Type.NUMBER_DEAD, Channel.SMS, 0, nextDay);
        say(shop, Type.NUMBER_DEAD, Channel.SMS, 0, nextDay);
        say(last, Type.OPTED_OUT, null, null, Instant.now());

        // Then
        Awaitility.await()
                .until(() -> load(last).smsOptedOut() && load(shop).numbers().size() < 3);
        Awaitility.await()
                .during(Duration.ofMillis(500))
                .until(() -> load(shop).numbersFor(Channel.SMS).equals(before.subList(1, 2)));
    }

    /** An operator that has lost its way says so of every number. */
    @Test
    void shouldNotBelieveWordsOfOneDayNorWordsLongApartThatANumberIsDead() {
        // Given
        Merchant shop = merchant().numbers(2, 1);
        merchants.store(shop);
        Instant at = Instant.now().plusSeconds(1);
        double struckOff = struckOff();

        // When: the same key, so that the last word comes last
        say(shop, Type.NUMBER_DEAD, Channel.SMS, 0, at);
        say(shop, Type.NUMBER_DEAD, Channel.SMS, 0, at.plus(Duration.ofHours(23)));
        say(shop, Type.NUMBER_DEAD, Channel.SMS, 0, at.plus(Duration.ofDays(91)));
        say(shop, Type.OPTED_OUT, Channel.VOICE, null, at);

        // Then
        Awaitility.await().until(() -> load(shop).voiceOptedOut());
        assertThat(load(shop).numbers()).hasSize(3);
        assertThat(struckOff()).isEqualTo(struckOff);

        // When
        say(shop, Type.NUMBER_DEAD, Channel.SMS, 0, at.plus(Duration.ofDays(93)));

        // Then
        Awaitility.await().until(() -> load(shop).numbers().size() == 2);
        Awaitility.await().until(() -> struckOff() == struckOff + 1);
    }

    @Test
    void shouldLetEveryMerchantLeaveWhoHasTheNumberThatSaidStop() throws EventJson.MalformedEventException {
        // Given
        PhoneNumber shared = FictionNumbers.mobile(9_901);
        Merchant shop = merchant().alsoMobile(shared);
        Merchant branch = merchant().numbers(0, 1).alsoMobile(shared);
        Merchant other = merchant();
        merchants.store(shop, branch, other);
        Instant at = Instant.now();

        // When
        stop(shared, at);

        // Then
        Awaitility.await().until(() -> load(shop).smsOptedOut() && load(branch).smsOptedOut());
        assertThat(load(shop).voiceOptedOut()).isFalse();
        assertThat(load(branch).numbersFor(Channel.VOICE)).hasSize(2);
        assertThat(load(other).smsOptedOut()).isFalse();
        for (Merchant each : List.of(shop, branch)) {
            SubscriberEvent told = EventJson.read(
                    told(each, 1).get(0).value().getBytes(StandardCharsets.UTF_8), SubscriberEvent.class);
            assertThat(told.type()).isEqualTo(Type.OPTED_OUT);
            assertThat(told.channel()).isEqualTo(Channel.SMS);
            assertThat(told.source()).isEqualTo("SMS_STOP");
            assertThat(told.at()).isEqualTo(at);
            assertThat(told.numberDigest()).isNull();
        }
    }

    @Test
    void shouldTellOnceWhenTheOperatorBringsTheSameStopTwice() {
        // Given
        PhoneNumber number = FictionNumbers.mobile(9_902);
        Merchant shop = merchant().alsoMobile(number);
        Merchant last = merchant().alsoMobile(FictionNumbers.mobile(9_903));
        merchants.store(shop, last);
        double repeated = optOuts("repeated");

        // When
        stop(number, Instant.now());
        stop(number, Instant.now());
        Awaitility.await().until(() -> optOuts("repeated") == repeated + 1);

        // Then
        stop(FictionNumbers.mobile(9_903), Instant.now());
        assertThat(told(last, 1)).hasSize(1);
        assertThat(probe.all(Topics.SUBSCRIBER_EVENTS))
                .filteredOn(each -> shop.id.toString().equals(each.key()))
                .hasSize(1);
    }

    @Test
    void shouldCountAStopFromANumberThatNobodyHasAndGoOn() {
        // Given
        double unknown = optOuts("unknown");
        PhoneNumber number = FictionNumbers.mobile(9_904);
        Merchant shop = merchant().alsoMobile(number);
        merchants.store(shop);

        // When
        stop(FictionNumbers.mobile(9_905), Instant.now());
        stop(number, Instant.now());

        // Then
        Awaitility.await().until(() -> load(shop).smsOptedOut() && optOuts("unknown") == unknown + 1);
    }

    @Test
    void shouldKeepTheChannelWhenConsentWasGivenAfterTheStop() {
        // Given
        PhoneNumber number = FictionNumbers.mobile(9_906);
        Merchant shop = merchant().alsoMobile(number);
        merchants.store(shop);
        double repeated = optOuts("repeated");

        // When
        stop(number, Instant.now().minus(Duration.ofHours(1)));

        // Then
        Awaitility.await().until(() -> optOuts("repeated") == repeated + 1);
        assertThat(load(shop).smsOptedOut()).isFalse();
    }

    private void stop(PhoneNumber number, Instant at) {
        String digest = merchants.digest(number);
        SubscriberEvent event =
                SubscriberEvent.ofNumber(UUID.randomUUID(), digest, Type.OPTED_OUT, Channel.SMS, "SMS_STOP", at);
        probe.send(Topics.SUBSCRIBER_EVENTS, digest, Alerts.json(event), Map.of());
    }

    private List<TopicProbe.Received> told(Merchant about, int least) {
        return probe.await(Duration.ofSeconds(10), Topics.SUBSCRIBER_EVENTS, about.id.toString(), least);
    }

    private double optOuts(String outcome) {
        return meters.counter("vigie.subscribers.number.optouts", "outcome", outcome)
                .count();
    }

    private double struckOff() {
        return meters.counter("vigie.subscribers.numbers.dead").count();
    }

    private void say(Merchant about, Type type, Channel channel, Integer index, Instant at) {
        SubscriberEvent event =
                SubscriberEvent.ofRecipient(UUID.randomUUID(), about.id, type, channel, "SMS_STOP", index, at);
        probe.send(Topics.SUBSCRIBER_EVENTS, about.id.toString(), Alerts.json(event), Map.of());
    }

    private Recipient load(Merchant merchant) {
        return recipients.load(List.of(merchant.id)).await().indefinitely().get(merchant.id);
    }
}
