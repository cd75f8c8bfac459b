package fr.vigie.dispatch.sms.bench;

import java.time.Duration;
import java.util.Locale;

/** Bare jsmpp against an SMSC that runs already, for {@code ./vigie bench --jsmpp}. Prints one JSON object. */
public final class JsmppRun {
    private static final int WINDOW = 100;
    private static final int WARM_UP = 5_000;
    /** They are no part of what is measured; what has not come by then is told as a number. */
    private static final Duration RECEIPTS = Duration.ofSeconds(10);

    private JsmppRun() {}

    /** Takes host, port, system id and the number of texts; the password is in SMSC_PASSWORD. */
    public static void main(String[] words) throws InterruptedException {
        Account account = new Account(words[0], Integer.parseInt(words[1]), words[2], System.getenv("SMSC_PASSWORD"));
        run(account, WARM_UP);
        Duration before = cpu();
        int texts = Integer.parseInt(words[3]);
        Taken taken = run(account, texts);
        System.out.printf(
                Locale.ROOT,
                "{\"texts\":%d,\"handOffsPerSecond\":%d,\"cpuSeconds\":%.1f,\"receiptsMissing\":%d}%n",
                texts,
                Math.round(texts / taken.seconds()),
                cpu().minus(before).toMillis() / 1e3,
                taken.receiptsMissing());
        System.exit(0); // whatever threads are left
    }

    /** Seconds until the last response, and how many receipts had not come some time after. */
    private record Taken(double seconds, int receiptsMissing) {}

    private static Taken run(Account account, int texts) throws InterruptedException {
        try (Client client = new BareJsmpp(account, WINDOW)) {
            Tally tally = new Tally(texts);
            long begun = System.nanoTime();
            client.submit(texts, tally);
            double seconds = (System.nanoTime() - begun) / 1e9; // each submit waits for its response
            return new Taken(seconds, tally.receiptsMissingAfter(RECEIPTS));
        }
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
