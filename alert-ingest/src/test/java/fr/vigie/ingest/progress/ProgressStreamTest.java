package fr.vigie.ingest.progress;

import static fr.vigie.ingest.Samples.ALERTS;
import static fr.vigie.ingest.Samples.CANTAL;
import static fr.vigie.ingest.Samples.accepted;
import static fr.vigie.ingest.progress.Dispatcher.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.RecipientsResolved.LeftOut;
import fr.vigie.testing.RealParts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
        value = RealParts.class,
        initArgs = {
            @ResourceArg(name = "database", value = "alert_ingest"),
            @ResourceArg(name = "vigie.ingest.heartbeat-every", value = "PT1S")
        })
class ProgressStreamTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void shouldSendSnapshotOnConnectThenChangesThenFinalAndEnd() throws Exception {
        UUID alert = accepted();
        try (Dispatcher dispatcher = new Dispatcher();
                Follower follower = new Follower(alert, null)) {
            await().atMost(LIMIT).until(() -> follower.names().contains("progress"));
            assertThat(follower.data(0).getString("phase")).isEqualTo("RESOLVING");
            assertThat(follower.contentType).startsWith("text/event-stream");

            dispatcher.totals(alert, 1, 1, 0, LeftOut.NONE);
            await().atMost(LIMIT)
                    .until(() -> follower.lastData().getString("phase").equals("DISPATCHING"));
            dispatcher.delivered(event(alert, UUID.randomUUID(), Channel.SMS, DeliveryState.DELIVERED, 1, 2, 1));

            await().atMost(LIMIT).until(() -> follower.ended);
            List<String> names = follower.names();
            assertThat(names.get(names.size() - 1)).isEqualTo("final");
            assertThat(names.subList(0, names.size() - 1)).containsOnly("progress");
            assertThat(follower.lastData().getInt("deliveries.SMS.DELIVERED")).isEqualTo(1);
            assertThat(follower.ids()).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldSendOnlyWhatIsNewerThanLastEventIdAndKeepStreamAlive() throws Exception {
        UUID alert = accepted();
        long version;
        try (Follower first = new Follower(alert, null)) {
            await().atMost(LIMIT).until(() -> !first.ids().isEmpty());
            version = first.ids().get(0);
        }

        try (Dispatcher dispatcher = new Dispatcher();
                Follower resumed = new Follower(alert, Long.toString(version))) {
            await().atMost(LIMIT).until(() -> resumed.lines.stream().anyMatch(line -> line.startsWith(":")));
            assertThat(resumed.names()).isEmpty();

            dispatcher.resolved(alert, 0, 1, 1);

            await().atMost(LIMIT).until(() -> !resumed.ids().isEmpty());
            assertThat(resumed.ids().get(0)).isGreaterThan(version);
        }
    }

    @Test
    void shouldTellFinalAtOnceToWhoComesLate() throws Exception {
        UUID alert = accepted();
        try (Dispatcher dispatcher = new Dispatcher();
                Follower early = new Follower(alert, null)) {
            dispatcher.totals(alert, 0, 0, 0, LeftOut.NONE);
            await().atMost(LIMIT).until(() -> early.ended);
            long last = early.ids().get(early.ids().size() - 1);

            try (Follower late = new Follower(alert, Long.toString(last))) {
                await().atMost(LIMIT).until(() -> late.ended);
                assertThat(late.names()).containsExactly("final");
            }
        }
    }

    /** Reads a stream line by line, as curl -N would. */
    private static final class Follower implements AutoCloseable {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final Stream<String> stream;
        private final String contentType;
        private volatile boolean ended;

        private Follower(UUID alert, String lastEventId) throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                            RestAssured.baseURI + ":" + RestAssured.port + ALERTS + "/" + alert + "/progress"))
                    .header("Authorization", CANTAL);
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            HttpResponse<Stream<String>> response =
                    HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofLines());
            assertThat(response.statusCode()).isEqualTo(200);
            contentType = response.headers().firstValue("Content-Type").orElse("");
            stream = response.body();
            Thread reader = new Thread(this::read, "follower");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try {
                stream.forEach(lines::add);
                ended = true;
            } catch (UncheckedIOException closedByTest) {
                // The stream was cut on purpose.
            }
        }

        private List<String> names() {
            return values("event:");
        }

        private List<Long> ids() {
            return values("id:").stream().map(Long::valueOf).toList();
        }

        private JsonPath data(int index) {
            return JsonPath.from(values("data:").get(index));
        }

        private JsonPath lastData() {
            List<String> data = values("data:");
            return JsonPath.from(data.get(data.size() - 1));
        }

        private List<String> values(String field) {
            return lines.stream()
                    .filter(line -> line.startsWith(field))
                    .map(line -> line.substring(field.length()).strip())
                    .toList();
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
