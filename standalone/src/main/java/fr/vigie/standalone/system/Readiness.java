package fr.vigie.standalone.system;

import fr.vigie.standalone.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks processes whether they are ready. */
public final class Readiness {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);
    private static final int NO_ANSWER = -1;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER_LIMIT).build();

    /** Whether the address answers 200. */
    public boolean ready(String url) {
        return status(url) == 200;
    }

    /** Whether the address answers 503; false where nobody answers. */
    boolean refuses(String url) {
        return status(url) == 503;
    }

    private int status(String url) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(ANSWER_LIMIT).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return NO_ANSWER;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault("Interrupted.", e);
        }
    }

    /** The address that says whether a service is ready. */
    public static String of(Service service, Ports ports) {
        return "http://127.0.0.1:" + ports.management(service) + "/health/ready";
    }

    /** The address that says whether a copy of a service is ready. */
    public static String of(ServiceCopy copy, Ports ports) {
        return of(copy.service(), ports.of(copy));
    }

    /** The address that says whether a copy of a service must be started again. */
    static String live(ServiceCopy copy, Ports ports) {
        return "http://127.0.0.1:" + ports.of(copy).management(copy.service()) + "/health/live";
    }

    void await(ChildProcess child, String url, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!ready(url)) {
            if (!child.isAlive()) {
                throw new Fault(child.name() + " ended while it started: "
                        + child.lastWords().map(each -> each + ". See ").orElse("see ") + child.log() + ".");
            }
            if (System.nanoTime() > end) {
                throw new Fault(
                        child.name() + " was not ready after " + limit.toSeconds() + " s: see " + child.log() + ".");
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault("Interrupted.", e);
        }
    }
}
