package fr.vigie.acceptance.torture;

import fr.vigie.acceptance.system.Merchants.Merchant;
import fr.vigie.events.Urgency;
import fr.vigie.phone.FictionNumbers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Who is warned by which alert. Every alert has a trade, and merchants, of its own; so a number tells which alert a call
 * belongs to. One merchant in nine has a landline only, and one in sixteen a number that misbehaves, see
 * docs/simulators.md.
 */
final class Cast {
    /** Nobody is alerted of this trade; whoever reaches these merchants lies. */
    private static final String BYSTANDERS = "POST";

    private static final String MENDE = "48095";
    private static final List<String> TRADES =
            List.of("JEWELLER", "TOBACCONIST", "PRESS", "PHARMACIST", "OPTICIAN", "PHONES", "PERFUME", "LEATHER");
    private static final int[] BAD_MOBILES = {989, 990, 991, 992, 993, 994, 995, 996, 997, 998, 999};
    private static final int[] BAD_LANDLINES = {970, 971, 972, 973, 974, 976, 977, 978, 979, 980};
    private static final int LANDLINES = 50_000;

    /** How the merchants are shared out, in hundredths, and the lane of each alert. */
    private static final Part[] PARTS = {
        new Part(30, Urgency.BULK, 1, false),
        new Part(25, Urgency.URGENT, 1, false),
        new Part(15, Urgency.URGENT, 1, false),
        new Part(10, Urgency.BULK, 2, false),
        new Part(10, Urgency.BULK, 1, true),
        new Part(7, Urgency.URGENT, 2, false),
        new Part(3, Urgency.URGENT, 1, false)
    };

    /** Of the alert that is cancelled in the calm: called again and again, or ringing long. */
    private static final int[] PATIENT_LANDLINES = {977, 977, 972, 972};
    /** Of the other one: leavers, machines, and people who press nothing. */
    private static final int[] TELLING_LANDLINES = {978, 978, 978, 973, 973, 974, 974, 979};

    private static final int[] LEAVERS = {989, 989, 989, 989};
    private static final int CALM_MOBILES = 75;

    private record Part(int hundredths, Urgency urgency, int smsParts, boolean cancelled) {}

    /**
     * One alert to come.
     *
     * @param number from 1
     * @param smsParts how many parts its text has
     * @param cancelled whether it is cancelled while it runs
     */
    record Role(int number, Urgency urgency, String trade, int smsParts, boolean cancelled, List<Merchant> merchants) {}

    private final List<Role> roles = new ArrayList<>();
    private final List<Role> epilogue = new ArrayList<>();
    private final List<Merchant> bystanders = new ArrayList<>();
    private final Set<Integer> taken = new HashSet<>();
    private final Random random;
    private int mobiles;
    private int landlines;

    /** Draws them; the same seed draws the same. */
    Cast(long seed, int recipients) {
        random = new Random(seed);
        epilogue.add(role(8, Urgency.BULK, "LEATHER", true, CALM_MOBILES, new int[0], PATIENT_LANDLINES));
        epilogue.add(role(9, Urgency.URGENT, "SECOND_HAND", false, 0, LEAVERS, TELLING_LANDLINES));
        landlines = random.nextInt(LANDLINES);
        int left = recipients;
        for (int i = 0; i < PARTS.length; i++) {
            Part part = PARTS[i];
            boolean last = i == PARTS.length - 1;
            int size = last ? left : Math.min(left, recipients * part.hundredths() / 100);
            left -= size;
            List<Merchant> merchants = new ArrayList<>();
            for (int m = 0; m < size; m++) {
                merchants.add(merchant(TRADES.get(i), "A" + (i + 1) + "-" + m));
            }
            roles.add(new Role(
                    i + 1, part.urgency(), TRADES.get(i), part.smsParts(), part.cancelled(), List.copyOf(merchants)));
        }
        for (int m = 0; m < 20; m++) {
            bystanders.add(merchant(BYSTANDERS, "B-" + m));
        }
    }

    private Role role(
            int number, Urgency urgency, String trade, boolean cancelled, int ordinary, int[] mobile, int[] landline) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < ordinary; i++) {
            numbers.add(FictionNumbers.benchmark(mobiles++ * 1_000 + i).e164());
        }
        for (int ending : mobile) {
            numbers.add(FictionNumbers.benchmark(mobiles++ * 1_000 + ending).e164());
        }
        for (int ending : landline) {
            int fixed = ending;
            while (!taken.add(fixed)) {
                fixed += 1_000;
            }
            numbers.add(FictionNumbers.fixed(fixed).e164());
        }
        List<Merchant> merchants = new ArrayList<>();
        for (String each : numbers) {
            merchants.add(new Merchant("TORT-A" + number + "-" + merchants.size(), trade, MENDE, 44.5, 3.5, each));
        }
        return new Role(number, urgency, trade, 1, cancelled, List.copyOf(merchants));
    }

    private Merchant merchant(String trade, String reference) {
        boolean landline = random.nextInt(9) == 0;
        boolean bad = random.nextInt(16) == 0;
        double lat = 44.5 + random.nextDouble() / 100;
        double lon = 3.5 + random.nextDouble() / 100;
        return new Merchant("TORT-" + reference, trade, MENDE, lat, lon, landline ? landline(bad) : mobile(bad));
    }

    private String mobile(boolean bad) {
        int ending = bad ? BAD_MOBILES[random.nextInt(BAD_MOBILES.length)] : random.nextInt(970);
        return FictionNumbers.benchmark(mobiles++ * 1_000 + ending).e164();
    }

    /** The next one of its kind; where all are taken, a mobile. */
    private String landline(boolean bad) {
        if (landlines >= 2 * LANDLINES) {
            return mobile(bad);
        }
        int next = landlines++ % LANDLINES;
        if (bad) {
            // The same thousand holds each ending once, so a bad one may be taken already: then it stays as it is.
            int ending = BAD_LANDLINES[random.nextInt(BAD_LANDLINES.length)];
            int candidate = next / 1_000 * 1_000 + ending;
            if (taken.add(candidate)) {
                return FictionNumbers.fixed(candidate).e164();
            }
        }
        return taken.add(next) ? FictionNumbers.fixed(next).e164() : landline(false);
    }

    List<Role> roles() {
        return List.copyOf(roles);
    }

    /** The numbers of all whom the alerts are for that are raised while faults go on. */
    Set<String> numbers() {
        Set<String> numbers = new HashSet<>();
        roles.forEach(role -> role.merchants().forEach(each -> numbers.add(each.number())));
        return numbers;
    }

    /** Two small alerts for when everything else is over; the first one is cancelled. */
    List<Role> epilogue() {
        return List.copyOf(epilogue);
    }

    /** Everybody, those included who must hear nothing. */
    List<Merchant> everybody() {
        List<Merchant> all = new ArrayList<>(bystanders);
        roles.forEach(role -> all.addAll(role.merchants()));
        epilogue.forEach(role -> all.addAll(role.merchants()));
        return all;
    }
}
