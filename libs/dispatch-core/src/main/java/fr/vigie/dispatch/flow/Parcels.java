package fr.vigie.dispatch.flow;

import fr.vigie.crypto.FieldCipher;
import fr.vigie.crypto.FieldCryptoException;
import fr.vigie.dispatch.carrier.Carrier;
import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.delivery.Content;
import fr.vigie.dispatch.delivery.Delivery;
import java.util.List;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/** Makes ready what is put in line. The only place where a number is decrypted: the choice of a carrier needs it. */
final class Parcels {
    private static final Logger LOG = Logger.getLogger(Parcels.class);
    private static final Suit NOWHERE = new Suit(List.of(), -1);

    private final FieldCipher cipher;
    private final Routing routing;
    private final List<Route> routes;

    Parcels(FieldCipher cipher, Routing routing, List<Route> routes) {
        this.cipher = cipher;
        this.routing = routing;
        this.routes = routes;
    }

    Parcel of(Held held) {
        HandOver handOver;
        try {
            handOver = inClear(held);
        } catch (FieldCryptoException e) {
            LOG.warnf(
                    "number cannot be read deliveryId=%s code=%s",
                    held.row().deliveryId(), e.reason().code());
            return new Parcel(held, null, NOWHERE, 0);
        }
        Suit suit = routing.suit(held.row(), handOver);
        return new Parcel(held, handOver, suit, units(suit, handOver));
    }

    private int units(Suit suit, HandOver handOver) {
        return IntStream.range(0, routes.size())
                .filter(i -> suit.affinity().get(i) >= 0)
                .mapToObj(i -> routes.get(i).carrier())
                .filter(carrier -> carrier.maxPerSecond() > 0)
                .mapToInt((Carrier carrier) -> carrier.cost(handOver))
                .max()
                .orElse(1);
    }

    private HandOver inClear(Held held) {
        Delivery row = held.row();
        Content content = held.content();
        String number = cipher.decrypt(row.number(), row.recipientId().toString());
        return new HandOver(
                row.deliveryId(),
                row.attempt(),
                row.alertId(),
                content.reference(),
                row.lane(),
                content.status(),
                content.authority(),
                number,
                content.body(),
                row.expires(),
                row.possibleDuplicate());
    }
}
