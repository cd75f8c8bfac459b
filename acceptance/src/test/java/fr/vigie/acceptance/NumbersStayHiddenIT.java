package fr.vigie.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.acceptance.hidden.NumberSearch;
import fr.vigie.acceptance.hidden.Places;
import fr.vigie.acceptance.journal.Operators;
import fr.vigie.acceptance.system.Alerts;
import fr.vigie.acceptance.system.Events;
import fr.vigie.acceptance.system.Merchants;
import fr.vigie.acceptance.system.Shared;
import fr.vigie.acceptance.system.WholeSystem;
import fr.vigie.events.Topics;
import fr.vigie.standalone.demo.SampleAlert;
import fr.vigie.standalone.demo.SampleLoad;
import fr.vigie.standalone.demo.SampleMerchants;
import fr.vigie.standalone.system.Service;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** No telephone number in clear in any topic, table, log or metric, after everything that the other tests did. */
@Order(5)
@ExtendWith(Shared.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NumbersStayHiddenIT {
    /** Is searched for like the others and belongs to nobody, so that it can be planted. */
    private static final String PLANTED = "+999777666555";

    private static final String SPACED = "call +999 777 666 555 back";

    private final WholeSystem system;

    NumbersStayHiddenIT(WholeSystem system) {
        this.system = system;
    }

    @Test
    @Order(1)
    void shouldHoldNoNumberInClearWhenAlertsHaveBeenSent() throws SQLException {
        // Given
        SampleMerchants merchants = new SampleMerchants(100);
        SampleLoad.into(system.api(Service.SUBSCRIBER_REGISTRY), merchants, line -> {});
        Operators.Mark mark = Operators.mark(system.journals());
        String alert = system.send(SampleAlert.reaching(merchants));
        Alerts.allFinal(system, alert, Duration.ofSeconds(60));
        Set<String> numbers = new HashSet<>(
                Operators.since(new Operators.Mark(mark.folder(), 0, 0)).reached());
        merchants
                .csvFiles(10_000)
                .forEach(csv -> numbers.addAll(Merchants.numbersByReference(csv).values()));
        numbers.removeIf(number -> !number.startsWith("+"));

        // When
        NumberSearch search = new NumberSearch(numbers);
        long read = new Places(system, search).all();

        // Then
        System.out.println("  searched " + (read >> 20) + " MB for " + numbers.size() + " numbers");
        assertThat(numbers).hasSizeGreaterThan(100);
        assertThat(read).isGreaterThan(1 << 20);
        assertThat(search.found()).isEmpty();
    }

    @Test
    @Order(2)
    void shouldFindANumberWhereverOneIsPlanted() throws SQLException, IOException {
        // Given
        Path log = system.local().data().logs().resolve("planted.log");
        Files.writeString(log, "2026-11-21 INFO " + SPACED);
        Events.put(system, Topics.deadLetter(Topics.REPORT_RECEIVED), null, PLANTED.getBytes(StandardCharsets.UTF_8));
        try (Connection database = system.database(Service.ALERT_INGEST);
                Statement statement = database.createStatement()) {
            statement.execute("CREATE TABLE planted (words text[], page bytea)");
            try (PreparedStatement insert = database.prepareStatement("INSERT INTO planted VALUES (?, ?)")) {
                insert.setArray(1, database.createArrayOf("text", new String[] {"a", SPACED}));
                insert.setBytes(2, deflated(SPACED));
                insert.execute();
            }

            // When
            NumberSearch search = new NumberSearch(List.of(PLANTED));
            new Places(system, search).all();

            // Then
            assertThat(search.found())
                    .contains(
                            "file logs/planted.log",
                            "table alert_ingest.public.planted column words",
                            "table alert_ingest.public.planted column page inflated")
                    .anyMatch(place -> place.startsWith("topic report.received.v1.dlq"));
            statement.execute("DROP TABLE planted");
        }
        Files.delete(log);
    }

    private static byte[] deflated(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
