package fr.vigie.dispatch.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.bus.OutgoingEvent;
import fr.vigie.dispatch.delivery.Change.Step;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.EventJson;
import fr.vigie.events.FailureReason;
import fr.vigie.events.SubscriberEvent;
import fr.vigie.events.Topics;
import fr.vigie.events.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NewsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T18:55:00Z");
    private static final String DIGEST = "0123456789abcdef".repeat(4);

    @Test
    void shouldSayThatTheMerchantPressedNineOrThatTheOperatorSaidSo() throws Exception {
        Step pressed = new Step(DeliveryState.ANSWERED, 1, null);
        Step refused = new Step(DeliveryState.REJECTED, 1, FailureReason.OPTED_OUT);

        assertThat(leaving(Channel.VOICE, pressed).source()).isEqualTo("VOICE_KEY_9");
        assertThat(leaving(Channel.SMS, refused).source()).isEqualTo("CARRIER");
        assertThat(leaving(Channel.SMS, refused).type()).isEqualTo(SubscriberEvent.Type.OPTED_OUT);
    }

    @Test
    void shouldNameANumberByItsDigestAlone() throws Exception {
        OutgoingEvent stop = News.stop(DIGEST, NOW);
        OutgoingEvent again = News.stop(DIGEST, NOW);

        SubscriberEvent event = EventJson.read(stop.value(), SubscriberEvent.class);
        assertThat(stop.topic()).isEqualTo(Topics.SUBSCRIBER_EVENTS);
        assertThat(stop.key()).isEqualTo(DIGEST);
        assertThat(event.recipientId()).isNull();
        assertThat(event.numberDigest()).isEqualTo(DIGEST);
        assertThat(event.source()).isEqualTo("SMS_STOP");
        assertThat(event.channel()).isEqualTo(Channel.SMS);
        assertThat(event.at()).isEqualTo(NOW);
        assertThat(again.id()).isNotEqualTo(stop.id());
    }

    private static SubscriberEvent leaving(Channel channel, Step step) throws EventJson.MalformedEventException {
        UUID id = UUID.randomUUID();
        Delivery row = new Delivery(
                id,
                id,
                id,
                id,
                null,
                Urgency.URGENT,
                DeliveryState.SENDING,
                1,
                0,
                0,
                0,
                0,
                false,
                NOW,
                null,
                null,
                null,
                null,
                null,
                "n0",
                null,
                null);
        Change change =
                new Change(id, 1, List.of(step), 0, 0, "sim", null, NOW, null, Duration.ZERO, false, true, -1, false);
        List<OutgoingEvent> told = new News(channel).aboutSubscriber(row, change, NOW);
        return EventJson.read(told.get(0).value(), SubscriberEvent.class);
    }
}
