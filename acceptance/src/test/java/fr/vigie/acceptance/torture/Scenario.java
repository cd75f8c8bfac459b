package fr.vigie.acceptance.torture;

import fr.vigie.standalone.system.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * What is done when, drawn from a seed: the same seed and size draw the same. Each run deals from a shuffled deck that
 * holds every kind of fault once; three seeds in a row, the first a multiple of three, share one deck, and so have every
 * kind among them from 1,000 recipients on.
 *
 * @param window within which alerts are raised and faults begin
 * @param raising when each alert is raised
 * @param faults when each fault begins, in order
 * @param expiry when all alerts expire
 * @param paced whether the operator's account has a rate that spreads the texts over the window
 */
record Scenario(Duration window, List<Duration> raising, List<Moment> faults, Duration expiry, boolean paced) {
    private static final Duration BETWEEN_FAULTS = Duration.ofMillis(2_200);
    private static final int SEEDS_PER_DECK = 3;

    /** One fault at its time. */
    record Moment(Duration at, Fault fault) {}

    static Scenario of(long seed, int recipients, int alerts) {
        Random random = new Random(seed * 31 + 7);
        Duration window = Duration.ofSeconds(22 + recipients / 500);
        List<Duration> raising = new ArrayList<>();
        raising.add(Duration.ofMillis(300));
        while (raising.size() < alerts) {
            raising.add(within(random, window.multipliedBy(7).dividedBy(10)));
        }
        List<Moment> faults = new ArrayList<>();
        for (Fault fault : dealt(seed, random, (int) Math.max(9, window.dividedBy(BETWEEN_FAULTS)))) {
            faults.add(new Moment(Duration.ofMillis(500).plus(within(random, window)), fault));
        }
        faults.sort(Comparator.comparing(Moment::at));
        Duration expiry = window.plusSeconds(48 + recipients / 400);
        return new Scenario(window, List.copyOf(raising), List.copyOf(faults), expiry, random.nextBoolean());
    }

    private static Duration within(Random random, Duration window) {
        return Duration.ofMillis((long) (random.nextDouble() * window.toMillis()));
    }

    /** So many cards of the deck, from this seed's place in it on. */
    private static List<Fault> dealt(long seed, Random random, int wanted) {
        List<Supplier<Fault>> deck = deck(random);
        Collections.shuffle(deck, new Random(Math.floorDiv(seed, SEEDS_PER_DECK)));
        int most = Math.min(wanted, deck.size());
        int place = (int) Math.floorMod(seed, (long) SEEDS_PER_DECK) * deck.size() / SEEDS_PER_DECK;
        List<Fault> dealt = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            dealt.add(deck.get((place + i) % deck.size()).get());
        }
        return dealt;
    }

    private static List<Supplier<Fault>> deck(Random random) {
        List<Supplier<Fault>> deck = new ArrayList<>();
        for (Service service : Service.values()) {
            deck.add(() -> new Fault.Killed(service.id()));
            deck.add(() -> new Fault.Stopped(service, Duration.ofMillis(1_000 + random.nextInt(19_001))));
        }
        deck.add(() -> new Fault.Killed("kafka"));
        deck.add(() -> new Fault.Killed("postgres"));
        deck.add(() -> new Fault.BothKilled(
                random.nextBoolean() ? List.of("kafka", "postgres") : List.of("postgres", "kafka")));
        deck.add(() -> new Fault.CarrierCut(1 + random.nextInt(5)));
        deck.add(() -> new Fault.CarrierStalled(Duration.ofMillis(2_000 + random.nextInt(8_000))));
        deck.add(() -> new Fault.CarrierThrottling(
                5 + random.nextInt(50), Duration.ofMillis(2_000 + random.nextInt(6_000))));
        deck.add(() -> new Fault.TrunkRefusing(Duration.ofMillis(1_000 + random.nextInt(6_000))));
        deck.add(() -> new Fault.TrunkSilent(Duration.ofMillis(1_000 + random.nextInt(9_000))));
        return deck;
    }
}
