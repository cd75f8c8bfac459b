package fr.vigie.registry.subscriber;

import fr.vigie.events.Channel;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A merchant's yes or no.
 *
 * @param action what was said
 * @param source how it was said
 * @param proof where that is written down
 * @param at when
 * @param channel for WITHDRAW: only this channel; absent for all
 */
@Schema(name = "ConsentRequest", example = """
        {"action":"WITHDRAW","source":"PHONE","proof":"appel du 12/11, fiche 88","at":"2026-11-12T09:30:00+01:00"}
        """)
public record ConsentRequest(Action action, ConsentSource source, String proof, Instant at, Channel channel) {
    /** What was said. */
    public enum Action {
        GIVE,
        WITHDRAW
    }
}
