package fr.vigie.registry.recipient;

import fr.vigie.events.Channel;
import java.util.Collection;
import java.util.Optional;

/** Which channel comes first: exactly one delivery per merchant. */
public final class ChannelChoice {
    private ChannelChoice() {}

    /**
     * The merchant's wish where it can be met; else SMS before voice, whatever the alert permits.
     *
     * @return nothing where no permitted channel has a usable number
     */
    public static Optional<Channel> of(Recipient recipient, Collection<Channel> permitted) {
        Channel first = recipient.preferred() == Channel.VOICE ? Channel.VOICE : Channel.SMS;
        return usable(recipient, first, permitted).or(() -> usable(recipient, other(first), permitted));
    }

    /** The other channel, where it is permitted and has a number. */
    public static Optional<Channel> fallbackOf(Channel chosen, Recipient recipient, Collection<Channel> permitted) {
        return usable(recipient, other(chosen), permitted);
    }

    private static Optional<Channel> usable(Recipient recipient, Channel channel, Collection<Channel> permitted) {
        return permitted.contains(channel) && !recipient.numbersFor(channel).isEmpty()
                ? Optional.of(channel)
                : Optional.empty();
    }

    private static Channel other(Channel channel) {
        return channel == Channel.SMS ? Channel.VOICE : Channel.SMS;
    }
}
