package fr.vigie.acceptance.peer;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.acceptance.stage.OnStage;
import fr.vigie.acceptance.stage.Skipped;
import fr.vigie.acceptance.stage.Stage;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against an SMSC that is not ours: every text ends as that operator treated it, and nothing is told that is not so. */
@Order(0)
@ExtendWith(OnStage.class)
class PeerSmscIT {
    /** How many texts a story has; {@code acceptance/torture-sms} plays them at full size. */
    private static final int TEXTS = Integer.getInteger("vigie.acceptance.texts", 2_000);

    private static final int WINDOW = 100;

    private final SmsStories stories;

    PeerSmscIT(Stage stage) {
        this.stories = new SmsStories(stage);
    }

    @BeforeAll
    static void needThePeer(Stage stage) {
        Skipped.where(new SmsStories(stage).programs().missing());
    }

    @Test
    void shouldLoseNothingWhenTheOperatorThrottlesCutsTheLinkAndReportsTwice() {
        // Given
        Story story = Story.of("cuts", TEXTS, "--tps 1500 --drop-after " + TEXTS / 4 + " --dlr double")
                .expiring(Duration.ofSeconds(40))
                .within(Duration.ofSeconds(90));

        // When
        Verdict verdict = played(story);

        // Then
        assertThat(verdict.clean()).as(VerdictTable.of(verdict)).isTrue();
        assertThat(verdict.ended(DeliveryState.DELIVERED)).isEqualTo(TEXTS);
        assertThat(verdict.counts().dropped()).isPositive();
        assertThat((long) verdict.extra())
                .isLessThanOrEqualTo(WINDOW * verdict.counts().dropped());
    }

    /** Where two knobs meet, the SMSC turns the first of throttle, reject and queue-full: no multiples of each other. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--dlr early --ids zeros --receipt text --undeliverable-every 50",
                "--dlr early --ids dec --receipt tlv --undeliverable-every 50 --reject-every 40",
                "--dlr double --ids zeros --receipt tlv --queue-full-every 20",
                "--dlr late --ids hex --receipt text --reject-every 40",
                "--ids hex --undeliverable-every 50 --throttle-every 10 --queue-full-every 13 --reject-every 37"
            })
    void shouldEndAsTheOperatorSaysHoweverItSpells(String options) {
        // Given
        PeerOptions knobs = PeerOptions.of(options);
        Story story = Story.of("spelling", TEXTS, options).within(Duration.ofSeconds(60));

        // When
        Verdict verdict = played(story);

        // Then
        String table = VerdictTable.of(verdict);
        assertThat(verdict.clean()).as(table).isTrue();
        int rejected = verdict.ended(DeliveryState.REJECTED, FailureReason.NUMBER_INVALID);
        int undeliverable = verdict.ended(
                DeliveryState.UNDELIVERABLE,
                knobs.is("receipt", "tlv") ? FailureReason.UNSPECIFIED : FailureReason.SUBSCRIBER_ABSENT);
        long every = knobs.number("undeliverable-every");
        assertThat((long) rejected).as(table).isEqualTo(verdict.counts().rejected());
        assertThat((long) undeliverable).as(table).isEqualTo(every == 0 ? 0 : verdict.taken() / every);
        assertThat(verdict.taken()).as(table).isEqualTo(TEXTS - rejected);
        assertThat(verdict.ended(DeliveryState.DELIVERED)).as(table).isEqualTo(TEXTS - rejected - undeliverable);
        assertThat(verdict.flaggedOnce() + verdict.twiceFlagged()).as(table).isZero();
        assertThat(rejected > 0).as(table).isEqualTo(knobs.number("reject-every") > 0);
        boolean slowed = knobs.number("throttle-every") + knobs.number("queue-full-every") > 0;
        assertThat(verdict.counts().throttled() > 0).as(table).isEqualTo(slowed);
    }

    @Test
    void shouldSendAgainAndSaySoWhenTheOperatorStallsUnderUrgentTexts() {
        // Given
        Story story = Story.of("stall-urgent", TEXTS, "--stall-after 500 --stall-for 3 --query yes")
                .with("vigie.sms.response-timeout", "PT1S")
                .expiring(Duration.ofSeconds(40))
                .within(Duration.ofSeconds(60));

        // When
        Verdict verdict = played(story);

        // Then
        String table = VerdictTable.of(verdict);
        assertThat(verdict.clean()).as(table).isTrue();
        assertThat(verdict.counts().stalled()).as(table).isPositive();
        assertThat(verdict.ended(DeliveryState.DELIVERED)).as(table).isEqualTo(TEXTS);
        assertThat(verdict.twiceFlagged()).as(table).isPositive();
    }

    @Test
    void shouldSayUnconfirmedWhenTheOperatorStallsUnderBulkTexts() {
        // Given
        Story story = Story.of("stall-bulk", TEXTS, "--stall-after 500 --stall-for 3 --query no")
                .bulk()
                .with("vigie.sms.response-timeout", "PT1S")
                .expiring(Duration.ofSeconds(12))
                .within(Duration.ofSeconds(60));

        // When
        Verdict verdict = played(story);

        // Then
        String table = VerdictTable.of(verdict);
        assertThat(verdict.clean()).as(table).isTrue();
        assertThat(verdict.extra()).as(table).isZero();
        assertThat((long) verdict.ended(DeliveryState.UNCONFIRMED, FailureReason.CARRIER_SILENT))
                .as(table)
                .isEqualTo(verdict.counts().stalled());
        assertThat((long) verdict.ended(DeliveryState.DELIVERED))
                .as(table)
                .isEqualTo(TEXTS - verdict.counts().stalled());
    }

    @Test
    void shouldAskTheOperatorWhenReceiptsDidNotArrive() {
        // Given receipts that are lost with their link, at an operator that can be asked
        Story story = Story.of("asked", 500, "--dlr-delay 1500 --drop-after 200 --query yes")
                .within(Duration.ofSeconds(60));

        // When
        Verdict verdict = played(story);

        // Then
        String table = VerdictTable.of(verdict);
        assertThat(verdict.clean()).as(table).isTrue();
        assertThat(verdict.counts().queries()).as(table).isPositive();
        assertThat(verdict.ended(DeliveryState.DELIVERED)).as(table).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--dlr none --query no", "--dlr none --query yes"})
    void shouldSayUnconfirmedWhenNoReceiptComesAndTheOperatorDoesNotKnowEither(String options) {
        // Given an operator that, when asked, says nothing or that it is still under way
        Story story =
                Story.of("silent", 500, options).expiring(Duration.ofSeconds(6)).within(Duration.ofSeconds(45));

        // When
        Verdict verdict = played(story);

        // Then
        String table = VerdictTable.of(verdict);
        assertThat(verdict.clean()).as(table).isTrue();
        assertThat(verdict.ended(DeliveryState.UNCONFIRMED, FailureReason.NO_RECEIPT))
                .as(table)
                .isEqualTo(500);
    }

    @Test
    void shouldKnockPolitelyAndSendNothingWhenThePasswordIsRefused() {
        // Given
        AtomicInteger knocks = new AtomicInteger();
        AtomicInteger complaints = new AtomicInteger();
        Duration watched = Duration.ofSeconds(8);
        Story story = Story.of("refused", 20, "--password another")
                .behindDoors()
                .expiring(watched)
                .within(Duration.ofSeconds(30))
                .during(scene -> {
                    scene.onceEnded(20);
                    knocks.set(scene.doors().get(0).connections());
                    complaints.set((int) scene.dispatcher().log().stream()
                            .filter(line -> line.contains("WARN") && line.contains("peer1"))
                            .count());
                });

        // When
        Verdict verdict = played(story);

        // Then
        String table = VerdictTable.of(verdict);
        assertThat(verdict.clean()).as(table).isTrue();
        assertThat(verdict.ended(DeliveryState.EXPIRED, FailureReason.ALERT_EXPIRED))
                .as(table)
                .isEqualTo(20);
        System.out.println("  binds refused in " + watched.toSeconds() + " s: " + knocks + ", said: " + complaints);
        assertThat(knocks.get()).as("connections in " + watched).isBetween(1, 20);
        assertThat(complaints.get()).as("warnings").isEqualTo(1);
    }

    @Test
    void shouldGoOnWithTheOtherOperatorWhenOneDies() {
        // Given
        Story story = Story.of("two-operators", TEXTS, "")
                .besides("")
                .expiring(Duration.ofSeconds(40))
                .within(Duration.ofSeconds(90))
                .during(scene -> {
                    scene.onceHandedOver(TEXTS / 4);
                    scene.peers().get(0).kill();
                });

        // When
        Verdict verdict = played(story);

        // Then
        String table = VerdictTable.of(verdict);
        assertThat(verdict.clean()).as(table).isTrue();
        assertThat(verdict.ended(DeliveryState.DELIVERED) + verdict.ended(DeliveryState.UNCONFIRMED))
                .as(table)
                .isEqualTo(TEXTS);
        assertThat(verdict.extra()).as(table).isLessThanOrEqualTo(WINDOW);
    }

    @Test
    void shouldLoseNothingWhenKilledWhileSending() {
        // Given
        Story story = Story.of("killed", TEXTS, "")
                .expiring(Duration.ofSeconds(60))
                .within(Duration.ofSeconds(90))
                .during(scene -> {
                    scene.onceHandedOver(TEXTS / 4);
                    scene.dispatcher().kill();
                    scene.dispatcher().startAgain();
                });

        // When
        Verdict verdict = played(story);

        // Then
        String table = VerdictTable.of(verdict);
        assertThat(verdict.clean()).as(table).isTrue();
        assertThat(verdict.ended(DeliveryState.DELIVERED)).as(table).isEqualTo(TEXTS);
    }

    @Test
    void shouldTellWhoWritesStop() {
        // Given
        Story story = Story.of("stop", TEXTS, "--stop-every 100")
                .within(Duration.ofSeconds(60))
                .during(scene -> scene.onceToldOfMerchants(TEXTS / 100));

        // When
        Verdict verdict = played(story);

        // Then
        String table = VerdictTable.of(verdict);
        assertThat(verdict.clean()).as(table).isTrue();
        assertThat(verdict.stops()).as(table).isEqualTo(TEXTS / 100);
        assertThat(verdict.ended(DeliveryState.DELIVERED)).as(table).isEqualTo(TEXTS);
    }

    private Verdict played(Story story) {
        Verdict verdict = stories.play(story);
        System.out.print(VerdictTable.of(verdict));
        return verdict;
    }
}
