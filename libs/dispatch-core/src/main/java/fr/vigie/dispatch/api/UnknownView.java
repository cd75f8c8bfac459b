package fr.vigie.dispatch.api;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Deliveries of an alert whose fate is unknown.
 *
 * @param unknown how many wait for a decision
 * @param sentAgain how many this request has put in line again
 */
@Schema(name = "UnknownDeliveries", example = """
                {"alertId":"0b6f1c9e-7d0e-4c58-8a2b-2f6f7a1f9a10","unknown":0,"sentAgain":37}
                """)
public record UnknownView(UUID alertId, int unknown, int sentAgain) {}
