package fr.vigie.acceptance.torture;

import fr.vigie.standalone.system.Layout;
import fr.vigie.standalone.system.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What is done when, drawn from a seed: the same seed and size draw the same. Each run deals from a shuffled deck that
 * holds every kind of fault once; three seeds in a row, the first a multiple of three, share one deck, and so have every
 * kind among them from 1,000 recipients on.
 *
 * @param window within which alerts are raised and faults begin
 * @param raising when each alert is raised
 * @param faults when each fault begins, in order
 * @param fanOut what the slowest operator needs, once everything is well again
 * @param paced whether the operator's account has a rate that spreads the texts over the window
 */
record Scenario(Duration window, List<Duration> raising, List<Moment> faults, Duration fanOut, boolean paced) {
    private static final Duration BETWEEN_FAULTS = Duration.ofMillis(2_200);
    private static final int SEEDS_PER_DECK = 3;
    /** The longest sleep, a call's lease, and another try. */
    private static final Duration LEAST_RECOVERY = Duration.ofSeconds(48);
    /** What the last fault ended has to start again, on a machine that is as slow now as it was at the start. */
    private static final int STARTS = 3;

    /** One fault at its time. */
    record Moment(Duration at, Fault fault) {}

    static Scenario of(long seed, int recipients, int alerts) {
        Random random = new Random(seed * 31 + 7);
        Duration window = Duration.ofSeconds(16 + recipients / 500);
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
        return new Scenario(
                window,
                List.copyOf(raising),
                List.copyOf(faults),
                Duration.ofSeconds(recipients / 400),
                random.nextBoolean());
    }

    /** The names of all kinds of faults. */
    static List<String> kinds() {
        return deck(new Random(0)).stream()
                .map(card -> card.get().kind())
                .distinct()
                .sorted()
                .toList();
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
            deck.add(() -> new Fault.Stopped(service, millis(random, 1_000, 20_000)));
            deck.add(() -> new Fault.CopyKilled(service, 1 + random.nextInt(2)));
        }
        deck.add(() -> new Fault.Killed("kafka"));
        deck.add(() -> new Fault.Killed("postgres"));
        deck.add(() -> new Fault.BothKilled(
                random.nextBoolean() ? List.of("kafka", "postgres") : List.of("postgres", "kafka")));
        deck.add(() -> new Fault.CarrierCut(1 + random.nextInt(5)));
        deck.add(() -> new Fault.CarrierStalled(millis(random, 2_000, 10_000)));
        deck.add(() -> new Fault.CarrierThrottling(5 + random.nextInt(50), millis(random, 2_000, 8_000)));
        deck.add(() -> new Fault.TrunkRefusing(millis(random, 1_000, 7_000)));
        deck.add(() -> new Fault.TrunkSilent(millis(random, 1_000, 10_000)));
        deck.add(() -> new Fault.BrokerKilled(1 + random.nextInt(3)));
        deck.add(() -> new Fault.DiskFull(millis(random, 2_000, 6_000)));
        deck.add(() -> new Fault.ClockJumped(
                Service.values()[random.nextInt(Service.values().length)],
                Duration.ofSeconds((1 + random.nextInt(7_200)) * (random.nextBoolean() ? 1L : -1L)),
                millis(random, 3_000, 12_000)));
        return deck;
    }

    private static Duration millis(Random random, int least, int most) {
        return Duration.ofMillis(least + random.nextInt(most - least + 1));
    }

    /**
     * When all alerts expire, counted from the first one.
     *
     * @param startUp how long this machine took to start everything
     */
    Duration expiry(Duration startUp) {
        Duration recovery = startUp.multipliedBy(STARTS);
        return window.plus(recovery.compareTo(LEAST_RECOVERY) > 0 ? recovery : LEAST_RECOVERY)
                .plus(fanOut);
    }

    /** What has to be there more than once for these faults. */
    Layout layout() {
        Map<Service, Integer> copies = new EnumMap<>(Service.class);
        int brokers = 1;
        for (Moment moment : faults) {
            if (moment.fault() instanceof Fault.CopyKilled killed) {
                copies.put(killed.service(), 2);
            } else if (moment.fault() instanceof Fault.BrokerKilled) {
                brokers = 3;
            }
        }
        return new Layout(brokers, copies);
    }

    boolean has(Class<? extends Fault> kind) {
        return faults.stream().map(Moment::fault).anyMatch(kind::isInstance);
    }

    /** Services whose clock jumps. */
    Set<Service> shakyClocks() {
        Set<Service> services = EnumSet.noneOf(Service.class);
        faults.stream()
                .map(Moment::fault)
                .filter(Fault.ClockJumped.class::isInstance)
                .map(fault -> ((Fault.ClockJumped) fault).service())
                .forEach(services::add);
        return services;
    }
}
