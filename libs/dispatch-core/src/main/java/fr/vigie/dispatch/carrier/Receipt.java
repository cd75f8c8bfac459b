package fr.vigie.dispatch.carrier;

import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import java.time.Instant;

/**
 * What the operator says became of a message.
 *
 * @param carrier name of the carrier that said so
 * @param carrierMessageId the operator's name for it, in the carrier's canonical form
 * @param state DELIVERED, UNDELIVERABLE, EXPIRED… or ACCEPTED where it is still under way
 * @param reason why it failed; null where it did not
 * @param at when the operator says, or when we heard it
 */
public record Receipt(String carrier, String carrierMessageId, DeliveryState state, FailureReason reason, Instant at) {}
