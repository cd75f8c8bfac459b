package fr.vigie.dispatch.voice.trunk;

import fr.vigie.dispatch.voice.sip.Registration;
import java.util.UUID;

/**
 * What a proxy thinks of us: whether it knows us, where it wants to; whether it believes our account; whose calls it
 * forbids us. An account that works for others is not refused because one call's challenge cannot be answered. Not
 * thread-safe.
 */
final class OurAccount {
    private final Registration registration;
    /** Whose challenge we could not answer, since a call last ended in another way. */
    private final InARow challenged = new InARow();

    private final RefusedNumbers forbidden = new RefusedNumbers();
    private boolean worked;
    private boolean refused;

    /** @param registration null where calls are taken without */
    OurAccount(Registration registration) {
        this.registration = registration;
    }

    /** Whether it knows us, or need not. */
    boolean known() {
        return registration == null || registration.held();
    }

    /** Stable code of why it does not know us. */
    String error() {
        return registration.error();
    }

    /** Whether our account is refused, whoever is called. */
    boolean refused() {
        return refused;
    }

    /** Whether the proxy said that it is our account that it does not like. */
    boolean disliked() {
        return refused || !known() && registration.refused();
    }

    /**
     * A call's challenge could not be answered.
     *
     * @return whether our account is refused, whoever is called
     */
    boolean challenged(UUID deliveryId) {
        challenged.add(deliveryId);
        boolean allRefused = !worked || challenged.several();
        refused |= allRefused;
        return allRefused;
    }

    /** @param begun how many calls have begun so far */
    void forbidden(UUID deliveryId, long begun) {
        forbidden.refused(deliveryId, begun);
    }

    /** @param begun the call's place in the order in which calls began, from 1 */
    void wentThrough(UUID deliveryId, long begun) {
        refused = false;
        worked = true;
        challenged.clear();
        forbidden.wentThrough(deliveryId, begun);
    }

    /** Whether this delivery's calls are forbidden, while those of others are taken. */
    boolean forbids(UUID deliveryId) {
        boolean calling = worked || registration != null && registration.held();
        return !refused && forbidden.alone(deliveryId, calling);
    }

    void stop() {
        if (registration != null) {
            registration.stop();
        }
    }
}
