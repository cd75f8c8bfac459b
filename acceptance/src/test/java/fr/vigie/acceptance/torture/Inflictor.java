package fr.vigie.acceptance.torture;

import fr.vigie.standalone.system.LocalSystem;
import fr.vigie.standalone.system.ServiceCopy;
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
    private static final Duration UNDONE_WITHIN = Duration.ofSeconds(5);
    private static final int THREADS = 40;

    private final Ground ground;
    private final LocalSystem local;
    private final OperatorFaults operators;
    private final Consumer<String> progress;
    private final ExecutorService time = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "inflictor");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Integer> inflicted = new TreeMap<>();
    private final List<Spared> spared = new ArrayList<>();

    /** A fault that is not counted. */
    record Spared(String kind, Effect effect) {}

    /**
     * @param progress is told each fault as it begins
     */
    Inflictor(Ground ground, Consumer<String> progress) {
        this.ground = ground;
        this.local = ground.system().local();
        this.operators = new OperatorFaults(local.ports().simulatorControl());
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
        Effect effect = inflict(fault);
        synchronized (inflicted) {
            if (effect == Effect.HIT) {
                inflicted.merge(fault.kind(), 1, Integer::sum);
            } else {
                spared.add(new Spared(fault.kind(), effect));
            }
        }
    }

    /** Returns when it is over. */
    private Effect inflict(Fault fault) {
        if (fault instanceof Fault.Killed killed) {
            return kill(processes(killed.process()));
        } else if (fault instanceof Fault.BothKilled both) {
            Effect first = kill(processes(both.order().get(0)));
            Effect second = kill(processes(both.order().get(1)));
            return first == Effect.HIT ? second : first;
        } else if (fault instanceof Fault.CopyKilled copy) {
            return killBeside(
                    new ServiceCopy(copy.service(), copy.copy()).id(),
                    List.of(new ServiceCopy(copy.service(), 3 - copy.copy()).id()));
        } else if (fault instanceof Fault.BrokerKilled broker) {
            List<String> others = new ArrayList<>(processes("kafka"));
            others.remove("kafka-" + broker.node());
            return killBeside("kafka-" + broker.node(), others);
        } else if (fault instanceof Fault.Stopped stopped) {
            return stop(stopped.service().id(), stopped.time());
        } else if (fault instanceof Fault.CarrierCut cut) {
            return operators.cut(cut);
        } else if (fault instanceof Fault.CarrierStalled stalled) {
            return operators.stall(stalled);
        } else if (fault instanceof Fault.CarrierThrottling throttling) {
            return operators.throttle(throttling);
        } else if (fault instanceof Fault.TrunkRefusing refusing) {
            return operators.refuse(refusing);
        } else if (fault instanceof Fault.TrunkSilent silent) {
            return operators.silence(silent);
        } else if (fault instanceof Fault.DiskFull full) {
            return ground.disk()
                    .map(disk -> disk.full(full.time()) ? Effect.HIT : Effect.FAILED)
                    .orElse(Effect.IMPOSSIBLE);
        } else if (fault instanceof Fault.ClockJumped jumped) {
            return ground.clock(jumped.service())
                    .map(clock -> jump(clock, jumped))
                    .orElse(Effect.IMPOSSIBLE);
        }
        throw new IllegalStateException("nobody knows how to do " + fault);
    }

    private Effect jump(WrongClock clock, Fault.ClockJumped jumped) {
        if (!alive(jumped.service().id())) {
            return Effect.DOWN;
        }
        clock.wrong(jumped.by(), jumped.time());
        return Effect.HIT;
    }

    /** One process, or all brokers of a cluster. */
    private List<String> processes(String name) {
        return local.processes().keySet().stream()
                .filter(each -> each.equals(name) || each.matches(name + "-\\d"))
                .toList();
    }

    private Effect kill(List<String> names) {
        Effect effect = Effect.HIT;
        for (String name : names) {
            boolean killed = alive(name)
                    && ProcessHandle.of(pid(name))
                            .map(ProcessHandle::destroyForcibly)
                            .orElse(false);
            effect = killed ? effect : Effect.DOWN;
        }
        return effect;
    }

    /** Kills one while others live; without them it would be another fault. */
    private Effect killBeside(String name, List<String> others) {
        return others.stream().allMatch(this::alive) ? kill(List.of(name)) : Effect.DOWN;
    }

    private Effect stop(String name, Duration time) {
        if (!alive(name)) {
            return Effect.DOWN;
        }
        String pid = String.valueOf(pid(name));
        if (!Shell.run("kill", "-STOP", pid)) {
            return Effect.FAILED;
        }
        try {
            Shell.pause(time);
        } finally {
            Shell.run("kill", "-CONT", pid);
        }
        return Effect.HIT;
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

    /** How often each kind was inflicted. */
    Map<String, Integer> inflicted() {
        synchronized (inflicted) {
            return new TreeMap<>(inflicted);
        }
    }

    /** What was wanted and did not take place, or hit nothing. */
    List<Spared> spared() {
        synchronized (inflicted) {
            return List.copyOf(spared);
        }
    }

    /** Breaks off what is being done, and lets go on what is stopped. */
    @Override
    public void close() {
        time.shutdownNow();
        try {
            if (!time.awaitTermination(UNDONE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                progress.accept("a fault does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
