package fr.vigie.dispatch.flow;

import fr.vigie.dispatch.carrier.ChannelProfile;
import fr.vigie.dispatch.delivery.Course;
import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.delivery.News;
import fr.vigie.dispatch.delivery.TestDatabase;
import fr.vigie.dispatch.pace.Paces;
import fr.vigie.events.Channel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;

/** One carrier, the launcher, and the recorder on a real database, each with its own threads. */
final class RealFlow implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    final Clock clock;
    final ChannelProfile profile = Samples.texts(Duration.ofMillis(200), Duration.ofMinutes(1));
    final Database database;
    final DispatchMeters meters;
    final Course course;
    final Recorder recorder;
    final Desk desk;
    final Thread launcher;
    private final TestDatabase databases;

    RealFlow(PaperCarrier carrier) throws SQLException, IOException {
        this(carrier, Duration.ZERO);
    }

    /**
     * @param wrongBy how far the clock of its machine is ahead
     */
    RealFlow(PaperCarrier carrier, Duration wrongBy) throws SQLException, IOException {
        Random random = new Random(7);
        Workers workers = new Workers();
        databases = TestDatabase.with(
                "/db/dispatch/V1_1__delivery.sql", "/db/dispatch/V1_4__quiet_hours.sql", "/db/outbox/V0_1__outbox.sql");
        database = databases.copy();
        clock = databases.clock(wrongBy);
        meters = new DispatchMeters(new SimpleMeterRegistry(), Channel.SMS, database);
        course = new Course(profile, clock, random, id -> false, id -> false);
        Recording recording = new Recording(profile, course, null, new News(Channel.SMS), Duration.ZERO, meters);
        recorder = new Recorder(database, recording, null, 100);
        Paces paces = new Paces(null);
        List<Route> routes = List.of(new Route(
                carrier,
                paces.of(carrier.name(), () -> 0),
                new Health(Duration.ofSeconds(2), true),
                0.2,
                System.nanoTime()));
        Routing routing = new Routing(routes, Resend.WHEN_DOWN);
        Room room = new Room(profile, routes, 0.2, recorder::unwritten);
        desk = new Desk(routes, routing, new Parcels(Samples.CIPHER, routing, routes), paces, room, random);
        recorder.lanes().forEach(lane -> workers.start("lane", lane));
        launcher = workers.start("launcher", new Launcher(desk, recorder, course, meters, profile.lease()));
    }

    @Override
    public void close() throws SQLException, InterruptedException {
        desk.close();
        recorder.stop();
        launcher.join();
        Awaitility.await().atMost(LIMIT).until(() -> recorder.unwritten() == 0);
        databases.close();
    }
}
