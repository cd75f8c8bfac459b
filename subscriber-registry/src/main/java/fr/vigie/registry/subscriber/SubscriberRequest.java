package fr.vigie.registry.subscriber;

import fr.vigie.events.Channel;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A merchant as a registrar enters it.
 *
 * @param name name of the shop
 * @param reference the sender's own name for the merchant; identifies it to later imports of the same département
 * @param siret 14 digits
 * @param trades trade codes
 * @param commune INSEE code
 * @param address street and number
 * @param position where it stands
 * @param numbers telephone numbers, best first
 * @param preferredChannel the merchant's wish
 * @param quietHours when the merchant never wants to be called, not even for what is urgent; null for nothing said
 * @param consent how the merchant agreed; at enrolment only
 * @param status ACTIVE or SUSPENDED
 * @param version of the record that is replaced
 */
@Schema(name = "SubscriberRequest", example = SubscriberRequest.EXAMPLE)
public record SubscriberRequest(
        String name,
        String reference,
        String siret,
        List<String> trades,
        String commune,
        String address,
        Position position,
        List<Number> numbers,
        Channel preferredChannel,
        Quiet quietHours,
        Consent consent,
        SubscriberStatus status,
        Long version) {

    static final String EXAMPLE = """
            {"name":"Bijouterie des Arcades","siret":"73282932000074","trades":["JEWELLER"],"commune":"15014",
             "address":"3 rue des Carmes","position":{"lat":44.9285,"lon":2.4435,"precision":"ADDRESS"},
             "numbers":[{"number":"06 39 98 00 01","label":"gérante"}],
             "consent":{"source":"STATION","proof":"formulaire signé","at":"2026-11-02T10:00:00+01:00"}}
            """;

    /** A position in WGS 84 degrees. */
    @Schema(name = "Position")
    public record Position(Double lat, Double lon, PositionPrecision precision) {}

    /** A number as it is written, and what it is. */
    @Schema(name = "Number")
    public record Number(String number, String label) {
        @Override
        public String toString() {
            return "Number[***]";
        }
    }

    /** Hours of every day by the clock of Europe/Paris, as {@code 22:00}; they may pass midnight. */
    @Schema(name = "QuietHours", example = "{\"from\":\"22:00\",\"to\":\"07:00\"}")
    public record Quiet(
            @Schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$")
            String from,

            @Schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$")
            String to) {}

    /** How, by what proof, and when the merchant agreed. */
    @Schema(name = "Consent")
    public record Consent(ConsentSource source, String proof, Instant at) {}
}
