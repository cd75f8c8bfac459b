package fr.vigie.registry.preview;

import fr.vigie.events.Channel;
import fr.vigie.events.Urgency;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An alert that is being thought of.
 *
 * @param trades trade codes
 * @param area where
 * @param channels permitted channels; both where absent
 * @param urgency changes nothing yet
 */
@Schema(name = "PreviewRequest", example = """
        {"trades":["JEWELLER"],"area":{"type":"DEPARTEMENTS","codes":["15"]},"channels":["SMS","VOICE"]}
        """)
public record PreviewRequest(List<String> trades, AreaRequest area, List<Channel> channels, Urgency urgency) {}
