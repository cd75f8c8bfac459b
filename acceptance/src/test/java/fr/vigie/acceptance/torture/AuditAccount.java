package fr.vigie.acceptance.torture;

import fr.vigie.acceptance.system.Events;
import fr.vigie.acceptance.system.WholeSystem;
import fr.vigie.acceptance.torture.Finding.Kind;
import fr.vigie.events.Topics;
import fr.vigie.standalone.client.AuditCheck;
import fr.vigie.standalone.system.Secrets;
import fr.vigie.standalone.system.Service;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * The audit log beside the broker: every event of every topic must be in it once, and those of an alert as they are.
 *
 * @param gaps events that are missing, there twice or told otherwise, and chains that do not fit
 * @param findings what they are
 */
record AuditAccount(long gaps, List<Finding> findings) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The records of a chain's pages, which must be consecutive: a page holds what its offsets say. */
    private static final String CHAINS = "SELECT c.topic, c.partition, c.records, coalesce(sum(p.records), 0),"
            + " coalesce(sum(p.last_offset - p.first_offset + 1), 0)"
            + " FROM chain c LEFT JOIN page p USING (topic_id, partition)"
            + " GROUP BY c.topic_id, c.topic, c.partition, c.records";

    /**
     * One topic partition.
     *
     * @param onBroker how many records the broker holds
     * @param logged how many the chain counts
     * @param inPages how many its pages hold
     * @param offsets how many offsets its pages span
     */
    record Chain(long onBroker, long logged, long inPages, long offsets) {
        long gaps() {
            return Math.abs(onBroker - logged) + Math.abs(logged - inPages) + Math.abs(inPages - offsets);
        }
    }

    /** Compares; where something differs, again until it does so for good. Then what it says of these alerts. */
    static AuditAccount of(WholeSystem system, Collection<Raised> alerts) throws SQLException {
        LoggedRecords records =
                new LoggedRecords(Secrets.in(system.local().data().secrets()).digestKey(), alerts);
        Events.read(system, Set.copyOf(topics(system)), records::held);
        AuditAccount account = chains(system, Instant.now().plus(PATIENCE));
        records.ask(system.api(Service.AUDIT_LOG));
        return account.with(records.findings());
    }

    private static AuditAccount chains(WholeSystem system, Instant end) throws SQLException {
        while (true) {
            AuditAccount account = of(system.audit().verify(PATIENCE), chains(system));
            if (account.gaps() == 0 || Instant.now().isAfter(end)) {
                return account;
            }
            Shell.pause(Duration.ofSeconds(2));
        }
    }

    /** An event that a chain lacks is also one that the log does not tell: it counts once. */
    AuditAccount with(List<Finding> records) {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(records);
        return new AuditAccount(Math.max(gaps, records.size()), List.copyOf(all));
    }

    static AuditAccount of(AuditCheck.Found verified, Map<String, Chain> chains) {
        List<Finding> findings = new ArrayList<>();
        long gaps = verified.intact() ? 0 : 1;
        if (!verified.intact()) {
            findings.add(Finding.of(Kind.AUDIT_GAP, "", "the chain breaks: " + verified.fault()));
        }
        for (Map.Entry<String, Chain> chain : chains.entrySet()) {
            if (chain.getValue().gaps() > 0) {
                gaps += chain.getValue().gaps();
                findings.add(Finding.of(Kind.AUDIT_GAP, "", chain.getKey() + ": " + chain.getValue()));
            }
        }
        if (gaps == 0 && verified.behind() > 0) {
            gaps = verified.behind();
            findings.add(Finding.of(Kind.AUDIT_GAP, "", "behind by " + verified.behind()));
        }
        return new AuditAccount(gaps, List.copyOf(findings));
    }

    private static Map<String, Chain> chains(WholeSystem system) throws SQLException {
        Map<String, long[]> logged = new HashMap<>();
        try (Connection audit = system.database(Service.AUDIT_LOG);
                PreparedStatement query = audit.prepareStatement(CHAINS);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                logged.put(
                        rows.getString(1) + "/" + rows.getInt(2),
                        new long[] {rows.getLong(3), rows.getLong(4), rows.getLong(5)});
            }
        }
        Map<String, Chain> chains = new TreeMap<>();
        Events.counts(system, topics(system)).forEach((partition, records) -> {
            long[] log = logged.getOrDefault(name(partition), new long[3]);
            chains.put(name(partition), new Chain(records, log[0], log[1], log[2]));
        });
        return chains;
    }

    private static String name(TopicPartition partition) {
        return partition.topic() + "/" + partition.partition();
    }

    private static List<String> topics(WholeSystem system) {
        return Events.topics(system).stream()
                .filter(topic -> !topic.startsWith("__") && !topic.equals(Topics.REHEARSAL))
                .toList();
    }

    /** Events that a reader could not understand and put aside: in these runs there is no reason for any. */
    static List<Finding> poison(WholeSystem system) {
        List<Finding> findings = new ArrayList<>();
        Map<TopicPartition, Long> counts = Events.counts(
                system,
                topics(system).stream()
                        .filter(topic ->
                                Topics.ALL.stream().map(Topics::deadLetter).anyMatch(topic::equals))
                        .toList());
        counts.forEach((partition, records) -> {
            if (records > 0) {
                findings.add(Finding.of(Kind.LOST, "", records + " events were put aside on " + name(partition)));
            }
        });
        return findings;
    }
}
