package fr.vigie.registry.feedback;

import static fr.vigie.registry.Merchants.merchant;
import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.events.Channel;
import fr.vigie.events.SubscriberEvent;
import fr.vigie.events.SubscriberEvent.Type;
import fr.vigie.events.Topics;
import fr.vigie.registry.Alerts;
import fr.vigie.registry.Merchants;
import fr.vigie.registry.Merchants.Merchant;
import fr.vigie.registry.recipient.Recipient;
import fr.vigie.registry.recipient.Recipients;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TopicProbe;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
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

        // When
        say(shop, Type.NUMBER_DEAD, Channel.SMS, 0, at);
        say(shop, Type.NUMBER_DEAD, Channel.SMS, 0, at);
        say(last, Type.OPTED_OUT, null, null, Instant.now());

        // Then
        Awaitility.await()
                .until(() -> load(last).smsOptedOut() && load(shop).numbers().size() < 3);
        Awaitility.await()
                .during(Duration.ofMillis(500))
                .until(() -> load(shop).numbersFor(Channel.SMS).equals(before.subList(1, 2)));
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
