package fr.vigie.acceptance.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.standalone.client.Api;
import fr.vigie.standalone.client.AuditCheck;
import fr.vigie.standalone.client.LocalIssuer;
import fr.vigie.standalone.system.DataFolder;
import fr.vigie.standalone.system.Installation;
import fr.vigie.standalone.system.Layout;
import fr.vigie.standalone.system.LocalSystem;
import fr.vigie.standalone.system.Operators;
import fr.vigie.standalone.system.Ports;
import fr.vigie.standalone.system.Secrets;
import fr.vigie.standalone.system.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Real PostgreSQL with fsync, a real broker, the five services and the simulators, each a process of its own. One for
 * all classes of a run; ports are free ones, data lie under target.
 */
public final class WholeSystem implements AutoCloseable {
    /** A test waits seconds where real life waits minutes, and has the lines that an operator of this size has. */
    private static final Map<String, String> HASTE = Map.of(
            "vigie.voice.contact-hours.from", "00:00",
            "vigie.voice.contact-hours.to", "00:00",
            "vigie.voice.retry-delay.urgent", "PT1S",
            "vigie.voice.retry-delay.bulk", "PT1S",
            "vigie.voice.ring-timeout", "PT4S",
            "vigie.voice.key-wait", "PT3S",
            "vigie.voice.trunks.simulator.max-calls", "200",
            "vigie.sms.receipt-grace", "PT10S");

    /** How many ports the parts take, and each further copy of the services. */
    private static final int PORTS = 40;

    private static final List<String> EVERY_ROLE = List.of("referent", "registrar", "auditor");
    private static final Duration TOKEN_LIFE = Duration.ofHours(2);

    private final LocalSystem local;
    private final Secrets secrets;

    private WholeSystem(LocalSystem local, Secrets secrets) {
        this.local = local;
        this.secrets = secrets;
    }

    /** One of its own, with so many of each part; whoever asked for it closes it. Data lie under target. */
    public static WholeSystem start(String folder, Layout layout) {
        DataFolder data = DataFolder.anew(Path.of("target", folder).toAbsolutePath());
        return of(LocalSystem.start(new LocalSystem.Plan(
                        Installation.current(),
                        data,
                        new Ports(FreePorts.base(PORTS * layout.mostCopies())),
                        new Operators(Optional.empty(), Optional.empty()),
                        HASTE,
                        line -> System.out.println("  " + folder + ": " + line))
                .with(layout)));
    }

    static WholeSystem start() {
        DataFolder data = DataFolder.anew(Path.of("target", "system").toAbsolutePath());
        LocalSystem local = LocalSystem.start(new LocalSystem.Plan(
                Installation.current(),
                data,
                new Ports(FreePorts.base()),
                new Operators(Optional.empty(), Optional.empty()),
                HASTE,
                line -> System.out.println("  system: " + line)));
        return new WholeSystem(local, Secrets.in(data.secrets()));
    }

    /** The same view of a system that somebody else started. */
    public static WholeSystem of(LocalSystem local) {
        return new WholeSystem(local, Secrets.in(local.data().secrets()));
    }

    public LocalSystem local() {
        return local;
    }

    public Path data() {
        return local.data().root();
    }

    public Path journals() {
        return local.data().journals();
    }

    public String kafka() {
        return "127.0.0.1:" + local.ports().kafka();
    }

    /** A token of the local issuer. */
    public String token(List<String> roles, List<String> departements) {
        return new LocalIssuer(secrets).token("acceptance", roles, departements, TOKEN_LIFE);
    }

    /** A service's API for somebody who may do everything everywhere. */
    public Api api(Service service) {
        return api(service, EVERY_ROLE, List.of("*"));
    }

    public Api api(Service service, List<String> roles, List<String> departements) {
        return new Api(local.ports().url(service), token(roles, departements));
    }

    public AuditCheck audit() {
        return new AuditCheck(api(Service.AUDIT_LOG));
    }

    /** Sends an alert and returns its id. */
    public String send(JsonNode alert) {
        return api(Service.ALERT_INGEST)
                .post(
                        "/api/v1/alerts",
                        alert,
                        "Idempotency-Key",
                        UUID.randomUUID().toString())
                .path("id")
                .asText();
    }

    /** A service's database as its owner. */
    public Connection database(Service service) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + local.ports().postgres() + "/" + service.database(),
                service.database(),
                secrets.databasePassword(service));
    }

    /** Ends a process as kill -9 does. The launcher starts it again. */
    public void kill(String process) {
        long pid = local.processes().get(process);
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** What a process without the launcher's help answers on a loopback address. */
    public String page(int port, String path) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Turns the SMSC simulator's knobs: name, value, name, value. */
    public void turnSmsc(Map<String, Object> knobs) {
        new Api("http://127.0.0.1:" + local.ports().simulatorControl(), "none")
                .post("/api/smsc/knobs", new ObjectMapper().valueToTree(knobs));
    }

    /** A telephone answers a text, at the SMSC simulator. */
    public void write(String from, String text) {
        new Api("http://127.0.0.1:" + local.ports().simulatorControl(), "none")
                .post(
                        "/api/smsc/write",
                        new ObjectMapper().valueToTree(Map.of("from", from, "to", "33199000017", "text", text)));
    }

    @Override
    public void close() {
        local.close();
    }
}
