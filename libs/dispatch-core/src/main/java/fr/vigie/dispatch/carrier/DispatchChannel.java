package fr.vigie.dispatch.carrier;

import java.util.List;

/**
 * What a service supplies to become a dispatcher: exactly one bean of this type. The dispatcher does the rest: intake,
 * leases, pacing, retries, receipts, cancel, expiry, fallback, events, REST and metrics.
 */
public interface DispatchChannel {
    /** How the channel behaves. Constant; may be asked before {@link #open}. */
    ChannelProfile profile();

    /**
     * Starts the carriers, once, at the start of the service. Returns at once: links come up in the background, and
     * {@link Carrier#available()} says when.
     *
     * @param receipts where they bring receipts
     * @return every configured carrier, also those whose link is down; not empty
     */
    List<Carrier> open(ReceiptSink receipts);

    /** Ends all links. Called once, after the last hand-over has ended or been waited for long enough. */
    void close();
}
