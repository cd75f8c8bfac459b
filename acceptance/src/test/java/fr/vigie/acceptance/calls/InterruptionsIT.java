package fr.vigie.acceptance.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.vigie.acceptance.calls.Heard.End;
import fr.vigie.acceptance.stage.Dispatcher;
import fr.vigie.acceptance.stage.OnStage;
import fr.vigie.acceptance.stage.Stage;
import fr.vigie.events.DeliveryState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** dispatch-voice ends with two hundred calls under way, half of them ringing and half in people's hands. */
@Order(0)
@ExtendWith(OnStage.class)
class InterruptionsIT {
    private static final int CALLS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration AT_ONCE = Duration.ofMillis(300);
    /** RFC 3261 section 13.3.1: what our INVITE says in Expires. */
    private static final Duration EXPIRES = Duration.ofSeconds(60);

    private final Stage stage;

    InterruptionsIT(Stage stage) {
        this.stage = stage;
    }

    @Test
    void shouldSayGoodbyeToEveryTelephoneWhenAskedToEnd() {
        // Given
        try (Telephones telephones = Telephones.start(PATIENCE, Manners::halfRinging);
                Calling calling =
                        Calling.at(stage, "sigterm", Map.of("vigie.voice.ring-timeout", "60s"), telephones.port())) {
            List<UUID> asked = calling.ask(CALLS);
            onceHalfAreAnswered(telephones);

            // When
            Dispatcher.Ended ended = calling.dispatcher().stop();

            // Then
            System.out.println("  ended " + ended);
            assertThat(ended.after()).isLessThan(Duration.ofSeconds(10));
            assertThat(ended.status()).isIn(0, 143);
            assertThat(telephones.open()).isZero();
            Account goodbyes = calling.account(telephones.journal());
            assertThat(goodbyes.ended(End.CANCELLED)).isEqualTo(CALLS / 2);
            assertThat(goodbyes.ended(End.HUNG_UP_BY_CALLER)).isEqualTo(CALLS / 2);

            // And
            telephones.behave(number -> Manners.confirming(AT_ONCE));
            calling.dispatcher().startAgain();
            calling.onceFinal(asked, Duration.ofSeconds(40));
            Account account = calling.account(telephones.journal());
            assertThat(account.clean()).as(account.table("sigterm")).isTrue();
            assertThat(account.ended(DeliveryState.ACKNOWLEDGED) + account.ended(DeliveryState.ANSWERED))
                    .isEqualTo(CALLS);
            assertThat(account.flagged())
                    .as("what was recorded is no possible duplicate")
                    .isZero();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(calling.records())
                            .as("two calls each, and none of them is under way any more")
                            .hasSize(2 * CALLS)
                            .allMatch(call -> call.hasNonNull("endedAt")));
        }
    }

    /** Two copies: one comes back at once, the other never. */
    @Test
    void shouldLeaveNoTelephoneRingingWhenKilled() {
        // Given
        Map<String, String> settings = Map.of(
                // Longer than a busy machine takes until all of them ring or are up.
                "vigie.voice.ring-timeout", "30s",
                "vigie.voice.max-call", "25s",
                // Longer than telephones are kept busy by calls of the dead.
                "vigie.voice.retry-delay.urgent", "9s",
                "vigie.voice.tries", "12");
        try (Telephones telephones = Telephones.start(PATIENCE, Manners::halfRinging);
                Calling calling = Calling.at(stage, "killed", settings, telephones.port());
                Dispatcher copy = calling.dispatcher().copy("2")) {
            List<UUID> asked = calling.ask(CALLS);
            onceHalfAreAnswered(telephones);
            await().atMost(PATIENCE).until(() -> calling.records().size() == CALLS);

            // When
            calling.dispatcher().kill();
            copy.kill();
            List<Heard> before = telephones.journal();
            telephones.behave(number -> Manners.confirming(AT_ONCE));
            calling.dispatcher().startAgain();

            // Then
            assertThat(underWay(calling))
                    .as("those that rang or were up, as if they still did: nobody has said otherwise")
                    .containsExactlyInAnyOrderElementsOf(asked);

            // And
            calling.onceFinal(asked, Duration.ofSeconds(170));
            await().atMost(EXPIRES).until(() -> telephones.open() == 0);
            Account account = calling.account(telephones.journal());
            System.out.print(account.table("killed"));
            assertThat(before).hasSize(CALLS);
            assertThat(account.clean()).as(account.table("killed")).isTrue();
            assertThat(account.longestRing()).isLessThan(EXPIRES.plusSeconds(1));
            assertThat(account.ended(End.EXPIRED)).isEqualTo(CALLS / 2);
            assertThat(account.ended(End.FELL_SILENT) + account.ended(End.SESSION_OVER))
                    .isEqualTo(CALLS / 2);
            assertThat(account.flagged())
                    .as("nobody knows what became of these")
                    .isEqualTo(CALLS);
            assertThat(account.ended(DeliveryState.ACKNOWLEDGED))
                    .as(account.table("killed"))
                    .isEqualTo(CALLS);
        }
    }

    /** The deliveries whose first call has begun and not ended, by their records. */
    private static List<UUID> underWay(Calling calling) {
        return calling.records().stream()
                .filter(call -> call.path("attempt").asInt() == 1
                        && call.path("end").asText().equals("UNDER_WAY")
                        && !call.hasNonNull("endedAt"))
                .map(call -> UUID.fromString(call.path("deliveryId").asText()))
                .toList();
    }

    private static void onceHalfAreAnswered(Telephones telephones) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    List<Heard> journal = telephones.journal();
                    return journal.size() == CALLS
                            && journal.stream()
                                            .filter(call -> call.answeredAt() != null)
                                            .count()
                                    == CALLS / 2;
                });
    }
}
