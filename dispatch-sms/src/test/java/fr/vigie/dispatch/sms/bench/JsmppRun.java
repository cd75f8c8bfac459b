package fr.vigie.dispatch.sms.bench;

import java.time.Duration;
import java.util.Locale;

/** Bare jsmpp against an SMSC that runs already, for {@code ./vigie bench --jsmpp}. Prints one JSON object. */
public final class JsmppRun {
    private static final int WINDOW = 100;
    private static final int WARM_UP = 5_000;

    private JsmppRun() {}

    /** Takes host, port, system id and the number of texts; the password is in SMSC_PASSWORD. */
    public static void main(String[] words) throws InterruptedException {
        Account account = new Account(words[0], Integer.parseInt(words[1]), words[2], System.getenv("SMSC_PASSWORD"));
        run(account, WARM_UP);
        Duration before = cpu();
        int texts = Integer.parseInt(words[3]);
        double seconds = run(account, texts);
        System.out.printf(
                Locale.ROOT,
                "{\"texts\":%d,\"handOffsPerSecond\":%d,\"cpuSeconds\":%.1f}%n",
                texts,
                Math.round(texts / seconds),
                cpu().minus(before).toMillis() / 1e3);
        System.exit(0); // whatever threads are left
    }

    /** Seconds until the last response; returns when the last receipt is there too. */
    private static double run(Account account, int texts) throws InterruptedException {
        try (Client client = new BareJsmpp(account, WINDOW)) {
            Tally tally = new Tally(texts);
            long begun = System.nanoTime();
            client.submit(texts, tally);
            double seconds = (System.nanoTime() - begun) / 1e9; // each submit waits for its response
            tally.awaitLast();
            return seconds;
        }
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
