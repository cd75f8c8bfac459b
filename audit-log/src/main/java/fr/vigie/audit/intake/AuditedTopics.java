package fr.vigie.audit.intake;

import fr.vigie.events.Topics;
import java.util.List;
import java.util.stream.Stream;

/** What the log records: every topic, and the dead letters of each. */
public final class AuditedTopics {
    public static final List<String> ALL = Stream.concat(
                    Topics.ALL.stream(), Topics.ALL.stream().map(Topics::deadLetter))
            .toList();

    private AuditedTopics() {}
}
