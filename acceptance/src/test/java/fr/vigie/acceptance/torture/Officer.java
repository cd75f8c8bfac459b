package fr.vigie.acceptance.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.vigie.acceptance.system.Alerts;
import fr.vigie.acceptance.system.Merchants.Merchant;
import fr.vigie.acceptance.system.WholeSystem;
import fr.vigie.standalone.client.Api;
import fr.vigie.standalone.system.Layout;
import fr.vigie.standalone.system.Service;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Raises and cancels alerts, and does not give up: a request that got no answer is sent again as it was. */
final class Officer {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final Duration PAUSE = Duration.ofMillis(150);
    private static final String ADVICE = " Comportements de repérage signalés. Un doute: composez le 17. ";
    private static final String MORE =
            "Notez ce qui peut servir: heure, direction, tenue. Ne vous mettez pas en danger,"
                    + " ne touchez à rien et gardez les images de vos caméras. ";

    private final List<Api> ingest;
    private final String run;
    private final Instant expires;
    private final Map<String, UUID> ids;

    /**
     * @param seed names the run in the texts
     * @param ids merchants by reference
     */
    Officer(WholeSystem system, Layout layout, long seed, Instant expires, Map<String, UUID> ids) {
        String token = system.token(List.of("referent"), List.of("*"));
        this.ingest = layout.serviceCopies().stream()
                .filter(copy -> copy.service() == Service.ALERT_INGEST)
                .map(copy -> new Api(system.local().ports().of(copy).url(copy.service()), token))
                .toList();
        this.run = "T" + Long.toHexString(seed & 0xFFFF_FFFFL);
        this.expires = expires;
        this.ids = Map.copyOf(ids);
    }

    /** The alert as accepted; empty where nobody would take it before it expired. */
    Optional<Raised> raise(Cast.Role role) {
        String reference = run + "-" + role.number();
        ObjectNode body = Alerts.scouting(Alerts.communes(List.of("48095")), role.trade(), Duration.ofMinutes(1));
        body.put("urgency", role.urgency().name());
        body.put("expires", expires.atZone(PARIS).toOffsetDateTime().toString());
        // Two parts of the GSM alphabet, and the reference in each.
        String text = role.smsParts() == 1
                ? "ALERTE 48 -" + ADVICE + "Réf " + reference
                : "Réf " + reference + ADVICE + MORE + "Réf " + reference;
        body.putObject("texts").put("sms", text).put("voice", "Repérages signalés. Au moindre doute, composez le 17.");
        String key = UUID.randomUUID().toString();
        return persistently(ingest -> ingest.post("/api/v1/alerts", body, "Idempotency-Key", key))
                .map(answer -> new Raised(
                        UUID.fromString(answer.path("id").asText()),
                        reference,
                        role.urgency(),
                        expires,
                        null,
                        null,
                        false,
                        text,
                        numbers(role.merchants())));
    }

    /** The same, cancelled; as it was where nobody would take the cancel. */
    Raised cancel(Raised alert) {
        ObjectNode body = new ObjectMapper().createObjectNode().put("reason", "Levée de doute");
        return persistently(ingest -> ingest.post("/api/v1/alerts/" + alert.id() + "/cancel", body))
                .map(answer -> alert.asCancelled(Instant.now()))
                .orElse(alert);
    }

    private Map<UUID, String> numbers(List<Merchant> merchants) {
        Map<UUID, String> numbers = new HashMap<>();
        merchants.forEach(each -> numbers.put(ids.get(each.reference()), each.number()));
        return numbers;
    }

    /** Where one copy does not answer, the next one is asked. */
    private Optional<JsonNode> persistently(Function<Api, JsonNode> request) {
        for (int tries = 0; Instant.now().isBefore(expires); tries++) {
            try {
                return Optional.of(request.apply(ingest.get(tries % ingest.size())));
            } catch (Api.Unreachable e) {
                Shell.pause(PAUSE);
            } catch (Api.Refused e) {
                if (e.status() < 500 && Instant.now().isBefore(expires)) {
                    throw e;
                }
                Shell.pause(PAUSE);
            }
        }
        return Optional.empty();
    }
}
