package fr.vigie.bus;

import fr.vigie.events.Topics;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/** Creates the topics, their dead-letter topics and that of rehearsals, since auto-creation is off. */
@ApplicationScoped
public class TopicSetup {
    private static final Logger LOG = Logger.getLogger(TopicSetup.class);
    private static final int LIMIT_SECONDS = 20;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);
    /** Of a publisher whose clock is more than an hour ahead a broker would take nothing. */
    private static final String BROKERS_TIME = "LogAppendTime";

    private final Map<String, Object> kafka;
    private final TopicSettings settings;
    private volatile boolean done;

    TopicSetup(@Identifier("default-kafka-broker") Map<String, Object> kafka, TopicSettings settings) {
        this.kafka = kafka;
        this.settings = settings;
    }

    /**
     * Makes every topic that is missing. Safe to call from several services at once, and again.
     *
     * @throws TopicsUnavailableException where the broker cannot be reached within 20 s, or refuses
     */
    public synchronized void ensure() {
        if (done) {
            return;
        }
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, LIMIT_SECONDS * 1000);
        // Kafka refuses a client whose single request may take longer than the whole call.
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, LIMIT_SECONDS * 1000 / 2);
        Admin admin = Admin.create(config);
        try {
            Set<String> present = admin.listTopics().names().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            List<NewTopic> missing = wanted().stream()
                    .filter(topic -> !present.contains(topic))
                    .map(this::newTopic)
                    .toList();
            for (var created : admin.createTopics(missing).values().entrySet()) {
                awaitCreated(created.getKey(), created.getValue());
            }
            keepBrokersTime(admin, wanted().stream().filter(present::contains).toList());
            done = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicsUnavailableException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new TopicsUnavailableException(e);
        } finally {
            // By itself it would wait for its calls, and they end by a clock that may have been set back.
            admin.close(CLOSE_LIMIT);
        }
    }

    /** Topics that an earlier version made. Without the right to change them, they stay as they are. */
    private static void keepBrokersTime(Admin admin, List<String> topics) throws InterruptedException {
        AlterConfigOp brokersTime = new AlterConfigOp(
                new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, BROKERS_TIME), AlterConfigOp.OpType.SET);
        try {
            admin.incrementalAlterConfigs(topics.stream()
                            .collect(Collectors.toMap(
                                    topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic),
                                    topic -> List.of(brokersTime))))
                    .all()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            LOG.warnf(
                    "topics keep their publishers' time cause=%s",
                    cause.getClass().getSimpleName());
        }
    }

    private static void awaitCreated(String topic, org.apache.kafka.common.KafkaFuture<Void> creation)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            creation.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            LOG.debugf("topic created: %s", topic);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return; // another service starts at the same moment and was faster
            }
            if (!topic.equals(Topics.REHEARSAL)) {
                throw e;
            }
            LOG.warnf(
                    "topic not created, the start goes without it topic=%s cause=%s",
                    topic, e.getCause().getClass().getSimpleName());
        }
    }

    private static List<String> wanted() {
        List<String> names = new ArrayList<>(Topics.ALL);
        Topics.ALL.forEach(topic -> names.add(Topics.deadLetter(topic)));
        names.add(Topics.REHEARSAL);
        return names;
    }

    private NewTopic newTopic(String topic) {
        return new NewTopic(topic, settings.partitionsOf(topic), settings.replication())
                .configs(Map.of(
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                        BROKERS_TIME,
                        TopicConfig.RETENTION_MS_CONFIG,
                        String.valueOf(settings.retentionOf(topic).toMillis()),
                        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                        String.valueOf(settings.minInsyncReplicas())));
    }

    /** The broker cannot be reached, or refuses to create topics. */
    public static final class TopicsUnavailableException extends RuntimeException {
        TopicsUnavailableException(Throwable cause) {
            super("topics cannot be listed or created: is Kafka up at kafka.bootstrap.servers?", cause);
        }
    }
}
