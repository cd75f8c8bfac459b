package fr.vigie.acceptance.torture;

import fr.vigie.acceptance.system.WholeSystem;
import fr.vigie.standalone.client.AlertProgress;
import fr.vigie.standalone.client.Api;
import fr.vigie.standalone.system.Layout;
import fr.vigie.standalone.system.Readiness;
import fr.vigie.standalone.system.Service;
import fr.vigie.standalone.system.ServiceCopy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * When everything is final and every fault is over: two more alerts, in a calm in which nothing excuses anything. The
 * operator takes few texts a second, so that most of the first alert is still unsent when it is cancelled. Meanwhile what
 * is sent again without a reason has time to arrive.
 */
final class Epilogue {
    private static final Duration LEAST = Duration.ofSeconds(15);
    private static final Duration LIFE = Duration.ofSeconds(60);
    private static final Duration FAN_OUT = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final int PER_SECOND = 3;
    /** From the answer to a cancel until every dispatcher has it; on a slow machine a part of what a start takes. */
    private static final Duration HEARD_WITHIN = Duration.ofSeconds(8);

    private static final int OF_A_START = 3;

    private final Ground ground;
    private final WholeSystem system;
    private final Consumer<String> progress;

    Epilogue(Ground ground, Consumer<String> progress) {
        this.ground = ground;
        this.system = ground.system();
        this.progress = progress;
    }

    /** Waits until all parts are up again, at most as long as they took to start, and some more. */
    void awaitCalm(Layout layout) {
        Instant end = Instant.now().plus(ground.startUp()).plus(LEAST);
        Readiness readiness = new Readiness();
        for (ServiceCopy copy : layout.serviceCopies()) {
            String url = Readiness.of(copy, system.local().ports());
            while (!readiness.ready(url) && Instant.now().isBefore(end)) {
                progress.accept("waiting for " + copy.id());
                Shell.pause(LOOK_EVERY);
            }
        }
    }

    /** How long an alert lives that is raised now. */
    Instant expires() {
        return Instant.now().plus(LIFE).plus(ground.startUp());
    }

    /** Raises both, cancels the first one, and returns when both are final, or have expired. */
    List<Raised> play(Officer officer, List<Cast.Role> roles, Consumer<List<Raised>> settle) {
        progress.accept("two more alerts in the calm");
        Instant least = Instant.now().plus(LEAST);
        List<Raised> raised = new ArrayList<>();
        OperatorFaults operators = new OperatorFaults(system.local().ports().simulatorControl());
        operators.atMost(PER_SECOND);
        try {
            for (Cast.Role role : roles) {
                Optional<Raised> alert = officer.raise(role).map(Raised::inTheCalm);
                if (role.cancelled()) {
                    alert = alert.map(each -> cancelled(officer, each));
                }
                alert.ifPresent(raised::add);
            }
            settle.accept(raised);
            while (Instant.now().isBefore(least)) {
                Shell.pause(LOOK_EVERY);
            }
        } finally {
            operators.atMost(0);
        }
        return raised;
    }

    private Raised cancelled(Officer officer, Raised alert) {
        Instant end = Instant.now().plus(FAN_OUT);
        while (Instant.now().isBefore(end) && !begun(alert)) {
            Shell.pause(LOOK_EVERY);
        }
        Raised cancelled = officer.cancel(alert);
        return cancelled.cancelled()
                ? cancelled.silentFrom(cancelled.cancelledAt().plus(heardWithin()))
                : cancelled;
    }

    private boolean begun(Raised alert) {
        try {
            return AlertProgress.of(system.api(Service.ALERT_INGEST).get("/api/v1/alerts/" + alert.id()))
                            .started()
                    > 0;
        } catch (Api.Unreachable | Api.Refused e) {
            return false;
        }
    }

    Duration heardWithin() {
        Duration slow = ground.startUp().dividedBy(OF_A_START);
        return slow.compareTo(HEARD_WITHIN) > 0 ? slow : HEARD_WITHIN;
    }
}
