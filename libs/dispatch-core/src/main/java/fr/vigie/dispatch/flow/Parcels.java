package fr.vigie.dispatch.flow;

import fr.vigie.crypto.FieldCipher;
import fr.vigie.crypto.FieldCryptoException;
import fr.vigie.dispatch.carrier.Carrier;
import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.delivery.Content;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import java.util.List;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/** Makes ready what is put in line. The only place where a number is decrypted: the choice of a carrier needs it. */
final class Parcels {
    private static final Logger LOG = Logger.getLogger(Parcels.class);
    private static final HandOverOutcome UNREADABLE =
            new Final(DeliveryState.REJECTED, FailureReason.NUMBER_UNREADABLE, null, false);

    private final FieldCipher cipher;
    private final Routing routing;
    private final List<Route> routes;

    Parcels(FieldCipher cipher, Routing routing, List<Route> routes) {
        this.cipher = cipher;
        this.routing = routing;
        this.routes = routes;
    }

    /** Whatever a carrier thinks of it, never fails: the others of its batch are not to blame. */
    Parcel of(Held held) {
        try {
            HandOver handOver = inClear(held);
            Suit suit = routing.suit(held.row(), handOver);
            return new Parcel(held, handOver, suit, units(suit, handOver));
        } catch (FieldCryptoException e) {
            LOG.warnf(
                    "number cannot be read deliveryId=%s code=%s",
                    held.row().deliveryId(), e.reason().code());
            return Parcel.faulty(held, UNREADABLE);
        } catch (RuntimeException | Error e) {
            return Parcel.faulty(held, Broken.outcome(held.row(), "no carrier", e));
        }
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
