package fr.vigie.acceptance.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.vigie.acceptance.stage.CommandLine;
import fr.vigie.acceptance.stage.OnStage;
import fr.vigie.acceptance.stage.Stage;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A trunk that is in trouble for a while. */
@Order(0)
@ExtendWith(OnStage.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TroubledTrunkIT {
    /** Ten tries long and more; a real minute with -Dvigie.acceptance.trouble=PT1M. */
    private static final Duration TROUBLE = Duration.parse(System.getProperty("vigie.acceptance.trouble", "PT12S"));

    private static final int CALLS = 60;
    private static final int TRUNKS = 2;
    /** Merchants that each trunk refuses before it is clear that it refuses everybody. */
    private static final int SUSPECTED_NUMBERS = 2;
    /** A trunk that refuses everybody is left alone for two seconds after each refusal, and longer from then on. */
    private static final Duration REST = Duration.ofMillis(1_900);

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Manners WELL = Manners.confirming(Duration.ofMillis(300));

    private final Telephones first = Telephones.start(PATIENCE, number -> WELL);
    private final Telephones second = Telephones.start(PATIENCE, number -> WELL);
    private final Calling calling;

    TroubledTrunkIT(Stage stage) {
        this.calling = Calling.at(stage, "trouble", Map.of(), first.port(), second.port());
    }

    @BeforeEach
    void recover() {
        first.behave(number -> WELL);
        second.behave(number -> WELL);
    }

    @AfterAll
    void stop() {
        calling.close();
        first.close();
        second.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Server: gateway", "Retry-After: 3"})
    void shouldLoseNoCallAndNoTryWhenTheTrunkIsUnavailableForAWhile(String header) {
        // Given
        int before = journal().size();
        int firstBefore = first.journal().size();
        int secondBefore = second.journal().size();
        first.behave(number -> Manners.refusing("503 Service Unavailable", header));
        second.behave(number -> Manners.refusing("503 Service Unavailable", header));

        // When
        List<UUID> asked = calling.ask(CALLS);
        await().during(TROUBLE)
                .atMost(TROUBLE.plusSeconds(20))
                .until(() -> asked.stream().noneMatch(calling::isFinal));
        int knocks = journal().size() - before;
        List<Duration> firstProbes = probes(first, firstBefore);
        List<Duration> secondProbes = probes(second, secondBefore);
        recover();
        long recovered = System.nanoTime();

        // Then
        calling.onceFinal(asked, Duration.ofSeconds(60));
        Duration late = Duration.ofNanos(System.nanoTime() - recovered);
        Account account = calling.account(journal());
        String table = account.table("503, " + header);
        System.out.print(table);
        System.out.println("  INVITEs in " + CommandLine.seconds(TROUBLE) + ": " + knocks + ", probes "
                + (firstProbes.size() + secondProbes.size()) + "; all final " + CommandLine.seconds(late)
                + " after it was over");
        assertThat(account.clean()).as(table).isTrue();
        assertThat(asked)
                .allSatisfy(each -> assertThat(calling.standing(each).state()).isEqualTo(DeliveryState.ACKNOWLEDGED));
        // The first merchants' refusals may be their own numbers' fault: nobody can know yet.
        assertThat(asked.stream().filter(each -> tried(calling, each) > 0).count())
                .as(table)
                .isLessThanOrEqualTo(TRUNKS * SUSPECTED_NUMBERS);
        // One call at a time, after a rest each.
        assertThat(firstProbes).as(table).isNotEmpty().allMatch(rest -> rest.compareTo(REST) > 0);
        assertThat(secondProbes).as(table).isNotEmpty().allMatch(rest -> rest.compareTo(REST) > 0);
    }

    @Test
    void shouldCallThroughTheOtherTrunkWhenOneIsUnavailable() {
        // Given
        int before = second.journal().size();
        first.behave(number -> Manners.refusing("503 Service Unavailable"));

        // When
        List<UUID> asked = calling.ask(CALLS);

        // Then
        calling.onceFinal(asked, Duration.ofSeconds(40));
        Account account = calling.account(journal());
        assertThat(account.clean()).as(account.table("two trunks")).isTrue();
        assertThat(asked).allSatisfy(each -> {
            assertThat(calling.standing(each).state()).isEqualTo(DeliveryState.ACKNOWLEDGED);
            assertThat(calling.standing(each).carrier()).isEqualTo("trunk2");
        });
        assertThat(second.journal().size() - before).isEqualTo(CALLS);
    }

    /** How long before each call no other came: of those that came after the first rest. */
    private static List<Duration> probes(Telephones trunk, int from) {
        List<Instant> knocks = trunk.journal().stream()
                .skip(from)
                .map(Heard::invitedAt)
                .sorted()
                .toList();
        return IntStream.range(1, knocks.size())
                .mapToObj(n -> Duration.between(knocks.get(n - 1), knocks.get(n)))
                .dropWhile(pause -> pause.compareTo(REST) < 0)
                .toList();
    }

    private List<Heard> journal() {
        return Stream.concat(first.journal().stream(), second.journal().stream())
                .toList();
    }

    /** Tries at the merchant's expense, that led to nothing. */
    private static long tried(Calling calling, UUID delivery) {
        return calling.told().course(delivery).stream()
                .map(DeliveryEvent::state)
                .filter(state -> state == DeliveryState.UNREACHABLE)
                .count();
    }
}
