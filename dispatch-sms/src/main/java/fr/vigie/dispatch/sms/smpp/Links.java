package fr.vigie.dispatch.sms.smpp;

import fr.vigie.dispatch.carrier.LinkState;
import fr.vigie.dispatch.sms.SmsSettings.BindForm;
import fr.vigie.dispatch.sms.SmsSettings.CarrierSettings;
import fr.vigie.smpp.BindKind;
import fr.vigie.smpp.BindRequest;
import fr.vigie.smpp.SmppSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** All links of a carrier, and which of them takes the next text. */
final class Links {
    private final List<Link> all;
    private final List<Link> transmitters;
    private final AtomicInteger turn = new AtomicInteger();

    private Links(List<Link> all, List<Link> transmitters) {
        this.all = List.copyOf(all);
        this.transmitters = List.copyOf(transmitters);
    }

    static Links of(CarrierSettings settings, Link.House house) {
        List<Link> all = new ArrayList<>();
        List<Link> transmitters = new ArrayList<>();
        for (int i = 1; i <= settings.sessions(); i++) {
            if (settings.bind() == BindForm.PAIR) {
                Link transmitter = new Link(i + "-transmitter", request(settings, BindKind.TRANSMITTER), house);
                all.add(transmitter);
                transmitters.add(transmitter);
                all.add(new Link(i + "-receiver", request(settings, BindKind.RECEIVER), house));
            } else {
                Link link = new Link(Integer.toString(i), request(settings, BindKind.TRANSCEIVER), house);
                all.add(link);
                transmitters.add(link);
            }
        }
        return new Links(all, transmitters);
    }

    private static BindRequest request(CarrierSettings settings, BindKind kind) {
        return new BindRequest(
                kind,
                settings.systemId(),
                settings.password(),
                settings.systemType().orElse(""),
                BindRequest.VERSION_3_4,
                BindRequest.EVERY_NUMBER);
    }

    void open() {
        all.forEach(Link::open);
    }

    CompletionStage<Void> close(Duration limit) {
        return CompletableFuture.allOf(all.stream()
                .map(link -> link.close(limit).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    /** The link with the least to do of those that can submit now; null where none can. */
    Link next() {
        Link best = null;
        int least = Integer.MAX_VALUE;
        int first = transmitters.size() == 1 ? 0 : Math.floorMod(turn.getAndIncrement(), transmitters.size());
        for (int i = 0; i < transmitters.size(); i++) {
            Link link = transmitters.get((first + i) % transmitters.size());
            SmppSession session = link.transmitting();
            if (session != null && session.load() < least) {
                least = session.load();
                best = link;
            }
        }
        return best;
    }

    /** How many messages may be without response now, on all links together. */
    int places() {
        int places = 0;
        for (Link link : transmitters) {
            places += link.places();
        }
        return places;
    }

    List<LinkState> states() {
        return all.stream().map(Link::state).toList();
    }
}
