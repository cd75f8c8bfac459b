package fr.vigie.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import fr.vigie.audit.chain.AuditRecord;
import fr.vigie.audit.chain.ChainId;
import fr.vigie.audit.chain.ChainStore;
import fr.vigie.audit.chain.PageCodec;
import fr.vigie.audit.chain.Records;
import fr.vigie.events.Topics;
import fr.vigie.testing.Parts;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TestTokens;
import fr.vigie.testing.TopicProbe;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URL;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(
        value = RealParts.class,
        initArgs = {
            @ResourceArg(name = "database", value = "audit_log"),
            @ResourceArg(name = "fresh", value = "true"),
            @ResourceArg(name = "vigie.audit.digest-key", value = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
        })
class AuditLogTest {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String NUMBER = "+33639980042";
    private static final String CIPHER = "k1:q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEg==";
    private static final String TEXT = "ALERTE GENDARMERIE 15 - 21/11 10h45";
    private static final String VERIFICATION = "/api/v1/verification";

    @Inject
    ChainStore store;

    @ConfigProperty(name = "vigie.db.name")
    String database;

    @ConfigProperty(name = "vigie.db.user")
    String role;

    @ConfigProperty(name = "vigie.db.password")
    String password;

    @TestHTTPResource(value = "/", management = true)
    URL management;

    // --- Recording

    @Test
    void shouldRecordEveryEventOfEveryTopicAndDeadLettersWithoutTextsAndNumbers() throws Exception {
        UUID alert = UUID.randomUUID();
        try (TopicProbe probe = TopicProbe.open()) {
            for (String topic : Topics.ALL) {
                probe.send(topic, UUID.randomUUID().toString(), event(alert), Map.of("ce_id", "id-of-" + topic));
                probe.send(
                        Topics.deadLetter(topic),
                        NUMBER,
                        "{\"numbers\":\"" + NUMBER + "\", broken " + alert,
                        Map.of("vigie_reason", "MALFORMED_EVENT", "vigie_origin", topic + "/0/" + alert));
            }
        }

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(count(alert).getInt("total")).isEqualTo(Topics.ALL.size()));
        Topics.ALL.forEach(topic -> assertThat(count(alert).getMap("byTopic")).containsEntry(topic, 1));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(allRecords().stream()
                                .filter(record -> bodyOf(record).contains("/0/" + alert)))
                        .hasSize(Topics.ALL.size())
                        .allMatch(record -> bodyOf(record).contains("MALFORMED_EVENT")
                                && record.digest().length() == 64));
        for (AuditRecord record : allRecords()) {
            assertThat(record.toString())
                    .doesNotContain(TEXT)
                    .doesNotContain(CIPHER)
                    .doesNotContain(NUMBER)
                    .doesNotContain("639980042");
        }
        assertThat(metrics())
                .contains("vigie_audit_records_total{topic=\"delivery.events.v1\"}")
                .contains("vigie_audit_lag");
    }

    @Test
    void shouldIgnoreARecordThatComesAgain() {
        ChainId chain = Records.newChain();
        UUID alert = UUID.randomUUID();
        append(chain, Records.of(alert, 10, 5));

        assertThat(append(chain, Records.of(alert, 10, 5))).isZero();
        assertThat(append(chain, Records.of(alert, 12, 6))).isEqualTo(3);

        assertThat(count(alert).getInt("total")).isEqualTo(8);
        assertThat(result(chain).get("intact")).isEqualTo(true);
        assertThat(result(chain).get("lastOffset")).isEqualTo(17);
    }

    @Test
    void shouldBeginANewChainWhereATopicWasDeletedAndMadeAgain() throws Exception {
        String topic = Topics.deadLetter(Topics.SUBSCRIBER_EVENTS);
        String key = UUID.randomUUID().toString();
        try (TopicProbe probe = TopicProbe.open();
                Admin admin =
                        Admin.create(Map.of("bootstrap.servers", Parts.shared().bootstrapServers()))) {
            probe.send(topic, key, "x", Map.of());
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(recordsWithKey(key)).isEqualTo(1));
            Set<String> before = chainsOf(topic);

            admin.deleteTopics(List.of(topic)).all().get(20, TimeUnit.SECONDS);
            await().atMost(SOON)
                    .until(() -> !admin.listTopics()
                            .names()
                            .get(10, TimeUnit.SECONDS)
                            .contains(topic));
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get(20, TimeUnit.SECONDS);
            await().atMost(SOON).ignoreExceptions().until(() -> probe.send(topic, key, "y", Map.of()) != null);

            await().atMost(Duration.ofSeconds(90))
                    .untilAsserted(() -> assertThat(recordsWithKey(key)).isGreaterThanOrEqualTo(2));
            assertThat(chainsOf(topic)).containsAll(before).hasSizeGreaterThan(before.size());
        }
        assertThat(results())
                .allMatch(chain ->
                        !topic.equals(chain.get("topic")) || chain.get("intact").equals(true));
    }

    @Test
    void shouldBeReadyAndSayOfItsConsumersThatTheyLive() {
        given().get(management + "health/ready").then().statusCode(200).body("status", equalTo("UP"));
        given().get(management + "health/live").then().statusCode(200).body("checks.name", hasItem("event consumers"));
    }

    @Test
    void shouldNotLetTheServicesOwnRoleChangeOrTakeAwayWhatIsRecorded() throws Exception {
        append(Records.newChain(), Records.of(UUID.randomUUID(), 0, 3));

        for (String sql : List.of(
                "UPDATE page SET body = ''",
                "DELETE FROM page",
                "TRUNCATE page CASCADE",
                "UPDATE page_alert SET alert_id = gen_random_uuid()",
                "DELETE FROM page_alert",
                "TRUNCATE page_alert",
                "DELETE FROM chain",
                "TRUNCATE chain CASCADE")) {
            assertThatThrownBy(() -> asService(sql)).as(sql).hasMessageContaining("append-only");
        }
    }

    // --- Evidence

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 200})
    void shouldListEachRecordOfAnAlertOnceInOrderWhateverTheLimit(int limit) {
        ChainId chain = Records.newChain();
        UUID alert = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        List<Integer> expected = new ArrayList<>();
        // Seven pages, more than are read at once; foreign records before, between and after.
        for (int page = 0; page < 7; page++) {
            List<AuditRecord> records = new ArrayList<>(Records.of(other, page * 10, 2));
            records.addAll(Records.of(alert, page * 10 + 2, 3));
            records.addAll(Records.of(other, page * 10 + 5, 5));
            append(chain, records);
            expected.addAll(List.of(page * 10 + 2, page * 10 + 3, page * 10 + 4));
        }

        List<Integer> offsets = new ArrayList<>();
        String cursor = null;
        do {
            RequestSpecification request =
                    auditor().queryParam("alertId", alert).queryParam("limit", limit);
            if (cursor != null) {
                request.queryParam("cursor", cursor);
            }
            JsonPath page = request.get("/api/v1/records")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            assertThat(page.getList("items").size()).isLessThanOrEqualTo(limit);
            offsets.addAll(page.getList("items.offset", Integer.class));
            cursor = page.getString("nextCursor");
        } while (cursor != null);

        assertThat(offsets).isEqualTo(expected);
        assertThat(count(alert).getInt("total")).isEqualTo(21);
        assertThat(count(alert).getMap("byTopic")).isEqualTo(Map.of("made.up.v1", 21));
    }

    @Test
    void shouldShowARecordWithWhereItStoodAndItsBodyAsJson() {
        ChainId chain = Records.newChain();
        UUID alert = UUID.randomUUID();
        append(chain, Records.of(alert, 5, 1));

        auditor()
                .queryParam("alertId", alert)
                .get("/api/v1/records")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(1))
                .body("items[0].topic", equalTo("made.up.v1"))
                .body("items[0].offset", equalTo(5))
                .body("items[0].body.state", equalTo("DELIVERED"))
                .body("items[0].alertId", equalTo(alert.toString()))
                .body("nextCursor", equalTo(null));
    }

    @Test
    void shouldAnswerWithNothingForAnAlertThatNobodyKnows() {
        UUID unknown = UUID.randomUUID();

        assertThat(count(unknown).getInt("total")).isZero();
        auditor()
                .queryParam("alertId", unknown)
                .get("/api/v1/records")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/records", "/api/v1/records/count"})
    void shouldNameTheFieldWhereTheAlertIsMissingOrNoId(String path) {
        auditor().get(path).then().statusCode(422).body("errors[0].field", equalTo("alertId"));
        for (String bad : List.of("x", "", "15", "0f8b6f0e-6b52-4d2c-9a0c-0d6a2f3c9bzz", "1-1-1-1-1")) {
            auditor()
                    .queryParam("alertId", bad)
                    .get(path)
                    .then()
                    .statusCode(422)
                    .contentType("application/problem+json")
                    .body("errors[0].field", equalTo("alertId"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1", "1-", "a-b", "1-2-3", "99999999999999999999-1", "1-99999999999"})
    void shouldRefuseACursorThatNoAnswerGave(String cursor) {
        auditor()
                .queryParam("alertId", UUID.randomUUID())
                .queryParam("cursor", cursor)
                .get("/api/v1/records")
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("cursor"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "2001"})
    void shouldRefuseALimitOutsideItsRange(String limit) {
        auditor()
                .queryParam("alertId", UUID.randomUUID())
                .queryParam("limit", limit)
                .get("/api/v1/records")
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("limit"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/records", "/api/v1/records/count", VERIFICATION})
    void shouldAnswerOnlyToAuditorsOfTheWholeCountry(String path) {
        String query = path + "?alertId=" + UUID.randomUUID();

        given().get(query).then().statusCode(401);
        given().header("Authorization", TestTokens.roles("auditor").expired().bearer())
                .get(query)
                .then()
                .statusCode(401);
        for (String role : List.of("referent", "approver", "registrar", "integration", "operator", "federation")) {
            given().header("Authorization", TestTokens.bearer(role, "*"))
                    .get(query)
                    .then()
                    .statusCode(403);
        }
        given().header("Authorization", TestTokens.bearer("auditor", "15", "48"))
                .get(query)
                .then()
                .statusCode(403);
        given().header("Authorization", TestTokens.roles("auditor").bearer())
                .get(query)
                .then()
                .statusCode(403);
        auditor().get(query).then().statusCode(200);
    }

    @Test
    void shouldDescribeItsApiWithExamples() {
        String api = given().get("/q/openapi").then().statusCode(200).extract().asString();

        assertThat(api)
                .contains("listRecords", "countRecords", "verifyChains")
                .contains("CHANGED_RECORD", "17-204", "602");
    }

    // --- Verification

    @Test
    void shouldFindAByteChangedInAPageAndWhere() throws Exception {
        ChainId chain = tenPages();
        long page = 30;
        asAdministrator(
                "UPDATE page SET body = set_byte(body, length(body) / 2, get_byte(body, length(body) / 2) # 1)"
                        + " WHERE topic_id = ? AND first_offset = " + page,
                chain);
        try {
            assertThat(result(chain).get("intact")).isEqualTo(false);
            int offset = (int) fault(chain).get("offset");
            assertThat(offset).isBetween(30, 39);
            assertThat(verification().getBoolean("intact")).isFalse();
        } finally {
            asAdministrator(
                    "UPDATE page SET body = set_byte(body, length(body) / 2, get_byte(body, length(body) / 2) # 1)"
                            + " WHERE topic_id = ? AND first_offset = " + page,
                    chain);
        }
        assertThat(result(chain).get("intact")).isEqualTo(true);
    }

    @Test
    void shouldFindARewrittenRecordAndNameItsOffset() throws Exception {
        ChainId chain = tenPages();
        byte[] body = page(chain, 30);
        List<AuditRecord> records = new ArrayList<>(PageCodec.read(body));
        AuditRecord was = records.get(4);
        records.set(
                4,
                new AuditRecord(
                        was.offset(),
                        was.key(),
                        was.eventId(),
                        was.type(),
                        was.source(),
                        was.time(),
                        was.loggedAt(),
                        was.alertId(),
                        was.digest(),
                        was.body().replace("DELIVERED", "UNDELIVERABLE"),
                        was.hash()));
        replacePage(chain, 30, PageCodec.write(records));
        try {
            assertThat(fault(chain)).isEqualTo(Map.of("kind", "CHANGED_RECORD", "offset", 34));
        } finally {
            replacePage(chain, 30, body);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 50, 90})
    void shouldFindADeletedPageAlsoAtTheStartAndTheEnd(long first) throws Exception {
        ChainId chain = tenPages();

        asAdministrator(
                "WITH gone AS (DELETE FROM page WHERE topic_id = ? AND first_offset = " + first
                        + " RETURNING page_id) DELETE FROM page_alert USING gone WHERE page_alert.page_id = gone.page_id",
                chain);

        assertThat(fault(chain)).isEqualTo(Map.of("kind", "MISSING_RECORD", "offset", (int) first));
        forget(chain);
    }

    @Test
    void shouldFindAChangedHead() throws Exception {
        ChainId chain = tenPages();

        asAdministrator("UPDATE chain SET head = set_byte(head, 0, get_byte(head, 0) # 1) WHERE topic_id = ?", chain);
        assertThat(fault(chain)).isEqualTo(Map.of("kind", "CHANGED_HEAD", "offset", 99));

        asAdministrator("UPDATE chain SET head = set_byte(head, 0, get_byte(head, 0) # 1) WHERE topic_id = ?", chain);
        asAdministrator("UPDATE chain SET records = records + 1 WHERE topic_id = ?", chain);
        assertThat(fault(chain)).isEqualTo(Map.of("kind", "CHANGED_HEAD", "offset", 99));
        forget(chain);
    }

    @Test
    void shouldFindThatAPageIsHiddenFromTheAlertItSpeaksOf() throws Exception {
        ChainId chain = tenPages();

        asAdministrator(
                "DELETE FROM page_alert WHERE page_id = (SELECT page_id FROM page WHERE topic_id = ? AND first_offset = 70)",
                chain);

        assertThat(fault(chain)).isEqualTo(Map.of("kind", "CHANGED_INDEX", "offset", 70));
        forget(chain);
    }

    @Test
    void shouldCountWhatKafkaHoldsAndTheLogDoesNot() throws Exception {
        try (TopicProbe probe = TopicProbe.open()) {
            probe.send(Topics.REPORT_RECEIVED, UUID.randomUUID().toString(), "{}", Map.of());
        }
        await().atMost(SOON).until(() -> verification().getInt("behind") == 0);
        // As if the log had never had the last page of that topic's chains.
        long records = number("SELECT sum(records) FROM chain WHERE topic = 'report.received.v1'");
        asAdministrator("SET CONSTRAINTS ALL DEFERRED; CREATE TABLE kept AS SELECT * FROM chain WHERE topic ="
                + " 'report.received.v1'; DELETE FROM chain WHERE topic = 'report.received.v1'");
        try {
            assertThat(verification().getLong("behind")).isEqualTo(records);
        } finally {
            asAdministrator("INSERT INTO chain SELECT * FROM kept; DROP TABLE kept");
        }
        assertThat(verification().getInt("behind")).isZero();
    }

    @Test
    void shouldVerifyABigLogAndOneOfManySmallPages() {
        ChainId big = Records.newChain();
        UUID alert = UUID.randomUUID();
        for (int page = 0; page < 100; page++) {
            append(big, Records.of(alert, page * 2_000L, 2_000));
        }
        ChainId trickled = Records.newChain();
        for (int offset = 0; offset < 3_000; offset++) {
            append(trickled, Records.of(alert, offset, 1));
        }

        long start = System.nanoTime();
        JsonPath found = verification();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);

        System.out.printf("verified %d records in %d ms%n", found.getLong("records"), millis);
        assertThat(result(big).get("intact")).isEqualTo(true);
        assertThat(result(trickled).get("intact")).isEqualTo(true);
        start = System.nanoTime();
        assertThat(count(alert).getInt("total")).isEqualTo(203_000);
        System.out.printf(
                "counted 203000 records in %d ms%n", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    // --- What the tests share

    private static String event(UUID alert) {
        return "{\"alertId\":\"" + alert + "\",\"text\":\"" + TEXT + "\",\"numbers\":[\"" + CIPHER
                + "\"],\"texts\":{\"sms\":\"" + TEXT + "\"},\"unexpected\":\"" + NUMBER + "\"}";
    }

    private static String bodyOf(AuditRecord record) {
        return record.body() == null ? "" : record.body();
    }

    private int append(ChainId chain, List<AuditRecord> records) {
        return store.append(chain, records).await().atMost(SOON);
    }

    private ChainId tenPages() {
        ChainId chain = Records.newChain();
        UUID alert = UUID.randomUUID();
        for (int page = 0; page < 10; page++) {
            append(chain, Records.of(alert, page * 10L, 10));
        }
        assertThat(result(chain).get("intact")).isEqualTo(true);
        return chain;
    }

    private static RequestSpecification auditor() {
        return given().header("Authorization", TestTokens.bearer("auditor", "*"));
    }

    private static JsonPath count(UUID alert) {
        return auditor()
                .queryParam("alertId", alert)
                .get("/api/v1/records/count")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static JsonPath verification() {
        return auditor().get(VERIFICATION).then().statusCode(200).extract().jsonPath();
    }

    private static List<Map<String, Object>> results() {
        return verification().getList("chains");
    }

    private static Map<String, Object> result(ChainId chain) {
        return results().stream()
                .filter(each -> chain.topicId().toString().equals(each.get("topicId")))
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> fault(ChainId chain) {
        return (Map<String, Object>) new HashMap<>(result(chain)).get("fault");
    }

    private static Set<String> chainsOf(String topic) {
        return results().stream()
                .filter(chain -> topic.equals(chain.get("topic")))
                .map(chain -> chain.get("topicId").toString())
                .collect(java.util.stream.Collectors.toSet());
    }

    private String metrics() {
        return given().get(management + "metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private List<AuditRecord> allRecords() throws Exception {
        List<AuditRecord> all = new ArrayList<>();
        try (Connection connection = Parts.shared().postgres().connect(database);
                Statement statement = connection.createStatement();
                ResultSet pages = statement.executeQuery(
                        "SELECT body FROM page JOIN chain USING (topic_id, partition) WHERE topic <> 'made.up.v1'")) {
            while (pages.next()) {
                all.addAll(PageCodec.read(pages.getBytes(1)));
            }
        }
        return all;
    }

    private long recordsWithKey(String key) throws Exception {
        return allRecords().stream().filter(record -> key.equals(record.key())).count();
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = Parts.shared().postgres().connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private byte[] page(ChainId chain, long first) throws SQLException {
        try (Connection connection = Parts.shared().postgres().connect(database);
                PreparedStatement statement =
                        connection.prepareStatement("SELECT body FROM page WHERE topic_id = ? AND first_offset = ?")) {
            statement.setObject(1, chain.topicId());
            statement.setLong(2, first);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBytes(1);
            }
        }
    }

    private void replacePage(ChainId chain, long first, byte[] body) throws SQLException {
        try (Connection connection = Parts.shared().postgres().connect(database);
                Statement settings = connection.createStatement();
                PreparedStatement statement = connection.prepareStatement(
                        "UPDATE page SET body = ? WHERE topic_id = ? AND first_offset = ?")) {
            settings.execute("SET session_replication_role = replica");
            statement.setBytes(1, body);
            statement.setObject(2, chain.topicId());
            statement.setLong(3, first);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    /** As someone who may switch the triggers off. */
    private void asAdministrator(String sql, ChainId... chain) throws SQLException {
        try (Connection connection = Parts.shared().postgres().connect(database);
                Statement settings = connection.createStatement()) {
            settings.execute("SET session_replication_role = replica");
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < chain.length; i++) {
                    statement.setObject(i + 1, chain[i].topicId());
                }
                statement.execute();
            }
        }
    }

    /** So that the damage done in one test is not found by the next. */
    private void forget(ChainId chain) throws SQLException {
        asAdministrator("DELETE FROM page_alert WHERE page_id IN (SELECT page_id FROM page WHERE topic_id = ?)", chain);
        asAdministrator("DELETE FROM page WHERE topic_id = ?", chain);
        asAdministrator("DELETE FROM chain WHERE topic_id = ?", chain);
    }

    private void asService(String sql) throws SQLException {
        Parts parts = Parts.shared();
        String url = "jdbc:postgresql://" + parts.postgresHost() + ":" + parts.postgresPort() + "/" + database;
        try (Connection connection = DriverManager.getConnection(url, role, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
