package fr.vigie.acceptance.torture;

import fr.vigie.acceptance.torture.Finding.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What came of a run.
 *
 * @param reached merchants whose text the SMSC took or whose telephone was answered
 * @param faults how often each kind was inflicted
 * @param spared what was wanted and hit nothing
 * @param states how many deliveries ended in each state
 * @param flaggedOnce deliveries that are flagged and were received once at most
 * @param auditGaps events that the audit log has not, or has twice
 * @param findings all, the flagged ones included
 * @param took from the first alert to the end of the comparison
 * @param broken why the run was not played to its end; empty where it was
 * @param effort what the whole run cost
 */
record Outcome(
        long seed,
        int recipients,
        long reached,
        Map<String, Integer> faults,
        List<Inflictor.Spared> spared,
        Map<String, Integer> states,
        long flaggedOnce,
        long auditGaps,
        List<Finding> findings,
        Duration took,
        String broken,
        Effort effort) {

    /** A run that was not played to its end: nothing is known, so it is not clean. */
    static Outcome broken(long seed, int recipients, String why) {
        return new Outcome(
                seed, recipients, 0, Map.of(), List.of(), Map.of(), 0, 0, List.of(), Duration.ZERO, why, Effort.NONE);
    }

    /** The same, and what was found later. */
    Outcome with(List<Finding> later) {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(later);
        return changed(List.copyOf(all), effort);
    }

    /** The same, at this cost. */
    Outcome at(Effort cost) {
        return changed(findings, cost);
    }

    private Outcome changed(List<Finding> all, Effort cost) {
        return new Outcome(
                seed, recipients, reached, faults, spared, states, flaggedOnce, auditGaps, all, took, broken, cost);
    }

    long count(Kind kind) {
        return findings.stream().filter(each -> each.kind() == kind).count();
    }

    /** Whether nothing was lost, sent twice silently, told wrongly, or left out of the audit log. */
    boolean clean() {
        return broken.isEmpty()
                && auditGaps == 0
                && findings.stream().noneMatch(each -> each.kind().fault());
    }

    int inflicted() {
        return faults.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The command that does it all again. */
    String command() {
        return "./vigie torture --runs 1 --recipients " + recipients + " --seed " + seed;
    }
}
