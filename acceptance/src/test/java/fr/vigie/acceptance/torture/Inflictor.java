package fr.vigie.acceptance.torture;

import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.standalone.client.Api;
import fr.vigie.standalone.system.LocalSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Does to a system what a scenario says, and counts what was really done. */
final class Inflictor implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BETWEEN_CUTS = Duration.ofMillis(300);
    private static final int THREADS = 40;

    private final Ground ground;
    private final LocalSystem local;
    private final Api control;
    private final Consumer<String> progress;
    private final ExecutorService time = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "inflictor");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Integer> inflicted = new TreeMap<>();
    private final List<String> spared = new ArrayList<>();

    /**
     * @param progress is told each fault as it begins
     */
    Inflictor(Ground ground, Consumer<String> progress) {
        this.ground = ground;
        this.local = ground.system().local();
        this.control = new Api("http://127.0.0.1:" + local.ports().simulatorControl(), "none");
        this.progress = progress;
    }

    /** Begins; the answer comes when the last fault is over. */
    CompletableFuture<Void> begin(Scenario scenario) {
        return CompletableFuture.allOf(scenario.faults().stream()
                .map(moment -> CompletableFuture.runAsync(
                        () -> inflictCounted(moment.fault()),
                        CompletableFuture.delayedExecutor(moment.at().toMillis(), TimeUnit.MILLISECONDS, time)))
                .toArray(CompletableFuture[]::new));
    }

    private void inflictCounted(Fault fault) {
        progress.accept(fault.kind());
        boolean done = inflict(fault);
        synchronized (inflicted) {
            if (done) {
                inflicted.merge(fault.kind(), 1, Integer::sum);
            } else {
                spared.add(fault.kind());
            }
        }
    }

    /** Returns when it is over; false where this machine does not allow it. */
    private boolean inflict(Fault fault) {
        if (fault instanceof Fault.Killed killed) {
            return kill(processes(killed.process()));
        } else if (fault instanceof Fault.BothKilled both) {
            boolean first = kill(processes(both.order().get(0)));
            return kill(processes(both.order().get(1))) && first;
        } else if (fault instanceof Fault.CopyKilled copy) {
            return kill(List.of(copy.service().id() + (copy.copy() == 1 ? "" : "-" + copy.copy())));
        } else if (fault instanceof Fault.BrokerKilled broker) {
            return kill(List.of("kafka-" + broker.node()));
        } else if (fault instanceof Fault.Stopped stopped) {
            return stop(stopped.service().id(), stopped.time());
        } else if (fault instanceof Fault.CarrierCut cut) {
            for (int i = 0; i < cut.times(); i++) {
                control.post("/api/smsc/drop", new ObjectMapper().createObjectNode());
                Shell.pause(BETWEEN_CUTS);
            }
            return true;
        } else if (fault instanceof Fault.CarrierStalled stalled) {
            turn("smsc", "stallMillis", stalled.time().toMillis());
            Shell.pause(stalled.time());
            return true;
        } else if (fault instanceof Fault.CarrierThrottling throttling) {
            turn("smsc", "tps", throttling.perSecond());
            Shell.pause(throttling.time());
            turn("smsc", "tps", 0);
            return true;
        } else if (fault instanceof Fault.TrunkRefusing refusing) {
            turn("telephone", "refuseMillis", refusing.time().toMillis());
            Shell.pause(refusing.time());
            return true;
        } else if (fault instanceof Fault.TrunkSilent silent) {
            turn("telephone", "silentMillis", silent.time().toMillis());
            Shell.pause(silent.time());
            return true;
        } else if (fault instanceof Fault.DiskFull full) {
            return ground.disk().map(disk -> disk.full(full.time())).orElse(false);
        } else if (fault instanceof Fault.ClockJumped jumped) {
            return ground.clock(jumped.service())
                    .map(clock -> {
                        clock.wrong(jumped.by(), jumped.time());
                        return true;
                    })
                    .orElse(false);
        }
        throw new IllegalStateException("nobody knows how to do " + fault);
    }

    /** One process, or all brokers of a cluster. */
    private List<String> processes(String name) {
        return local.processes().keySet().stream()
                .filter(each -> each.equals(name) || each.matches(name + "-\\d"))
                .toList();
    }

    private boolean kill(List<String> names) {
        boolean all = true;
        for (String name : names) {
            all &= alive(name)
                    && ProcessHandle.of(pid(name))
                            .map(ProcessHandle::destroyForcibly)
                            .orElse(false);
        }
        return all;
    }

    private boolean stop(String name, Duration time) {
        if (!alive(name)) {
            return false;
        }
        String pid = String.valueOf(pid(name));
        if (!Shell.run("kill", "-STOP", pid)) {
            return false;
        }
        try {
            Shell.pause(time);
        } finally {
            Shell.run("kill", "-CONT", pid);
        }
        return true;
    }

    /** What another fault has just ended is waited for: two faults shall be two. */
    private boolean alive(String name) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!ProcessHandle.of(pid(name)).map(ProcessHandle::isAlive).orElse(false)) {
            if (System.nanoTime() > end) {
                return false;
            }
            Shell.pause(Duration.ofMillis(50));
        }
        return true;
    }

    private long pid(String name) {
        return local.processes().get(name);
    }

    private void turn(String simulator, String knob, long value) {
        control.post(
                "/api/" + simulator + "/knobs",
                new ObjectMapper().createObjectNode().put(knob, value));
    }

    /** How often each kind was inflicted. */
    Map<String, Integer> inflicted() {
        synchronized (inflicted) {
            return new TreeMap<>(inflicted);
        }
    }

    /** Kinds that were wanted and could not be done. */
    List<String> spared() {
        synchronized (inflicted) {
            return List.copyOf(spared);
        }
    }

    @Override
    public void close() {
        time.shutdownNow();
    }
}
