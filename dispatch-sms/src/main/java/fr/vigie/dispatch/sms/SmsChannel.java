package fr.vigie.dispatch.sms;

import fr.vigie.dispatch.carrier.Carrier;
import fr.vigie.dispatch.carrier.ChannelProfile;
import fr.vigie.dispatch.carrier.DispatchChannel;
import fr.vigie.dispatch.carrier.ReceiptSink;
import fr.vigie.dispatch.carrier.RetryDelay;
import fr.vigie.dispatch.sms.smpp.SmppCarrier;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryState;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Text messages through every configured operator. */
@ApplicationScoped
class SmsChannel implements DispatchChannel {
    /** Enough to keep the links busy while the next claim is committed; what is held is flagged after a crash. */
    private static final Duration HELD_AHEAD = Duration.ofMillis(200);

    private final SmsSettings settings;
    private final Clock clock;
    private final Vertx vertx;
    private final LinkMeters meters;
    private List<SmppCarrier> carriers = List.of();

    SmsChannel(SmsSettings settings, Clock clock, Vertx vertx, MeterRegistry registry) {
        this.settings = settings;
        this.clock = clock;
        this.vertx = vertx;
        this.meters = new LinkMeters(registry);
        if (settings.carriers().isEmpty()) {
            throw new IllegalArgumentException("no operator is configured: set vigie.sms.carriers.<name>.host and"
                    + " .port, .system-id, .password");
        }
    }

    @Override
    public ChannelProfile profile() {
        SmsSettings.Retry retry = settings.retry();
        return new ChannelProfile(
                Channel.SMS,
                DeliveryState.SENDING,
                DeliveryState.REJECTED,
                settings.lease(),
                HELD_AHEAD,
                settings.tries(),
                new RetryDelay(retry.urgentFirst(), retry.urgentLongest()),
                new RetryDelay(retry.bulkFirst(), retry.bulkLongest()),
                settings.receiptGrace(),
                settings.queryAfter(),
                settings.responseTimeout().plus(Duration.ofSeconds(1)));
    }

    @Override
    public synchronized List<Carrier> open(ReceiptSink receipts) {
        carriers = settings.carriers().entrySet().stream()
                .map(each -> new SmppCarrier(each.getKey(), each.getValue(), settings, receipts, clock, vertx))
                .toList();
        carriers.forEach(meters::show);
        carriers.forEach(SmppCarrier::open);
        return List.copyOf(carriers);
    }

    @Override
    public synchronized void close() {
        carriers.parallelStream().forEach(SmppCarrier::close); // each waits for the answers under way
    }
}
