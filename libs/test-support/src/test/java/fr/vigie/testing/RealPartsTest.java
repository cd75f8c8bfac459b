package fr.vigie.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RealPartsTest {
    @Test
    void shouldGiveAServiceItsOwnDurableDatabase() throws Exception {
        Map<String, String> config = started(Map.of("database", "audit_log"));

        assertThat(query(config, "SELECT current_user || ' ' || current_database() || ' ' || current_setting('fsync')"))
                .isEqualTo("audit_log audit_log on");
        assertThat(query(config, "SHOW server_version")).startsWith("18");
    }

    @Test
    void shouldGiveAnEmptyDatabaseWhenAFreshOneIsAskedFor() throws Exception {
        query(started(Map.of("database", "audit_log")), "CREATE TABLE IF NOT EXISTS filled (n int)");

        Map<String, String> fresh = started(Map.of("database", "audit_log", "fresh", "true"));

        assertThat(fresh.get("vigie.db.name")).startsWith("audit_log_");
        assertThatThrownBy(() -> query(fresh, "SELECT * FROM filled")).hasMessageContaining("does not exist");
    }

    @Test
    void shouldRefuseARoleWithAWrongPasswordOrInADatabaseOfAnother() {
        Map<String, String> config = started(Map.of("database", "audit_log"));
        started(Map.of("database", "alert_ingest"));

        assertThatThrownBy(() -> query(with(config, "vigie.db.password", "wrong"), "SELECT 1"))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> query(with(config, "vigie.db.name", "alert_ingest"), "SELECT 1"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void shouldReadBackWhatWasWrittenWithItsHeaders() {
        try (TopicProbe probe = TopicProbe.open()) {
            probe.ensureTopic("probe.v1", 3);
            probe.ensureTopic("probe.v1", 3);

            probe.send("probe.v1", "a", "{\"n\":1}", Map.of("ce_id", "7"));
            probe.send("probe.v1", "b", "{\"n\":2}", Map.of());

            List<TopicProbe.Received> found = probe.await(Duration.ofSeconds(10), "probe.v1", "a", 1);
            assertThat(found).singleElement().satisfies(one -> {
                assertThat(one.value()).isEqualTo("{\"n\":1}");
                assertThat(one.headers()).containsEntry("ce_id", "7");
            });
            assertThat(probe.all("probe.v1")).hasSize(2);
        }
    }

    @Test
    void shouldSayWhatWasThereWhenTheWantedRecordsDoNotCome() {
        try (TopicProbe probe = TopicProbe.open()) {
            probe.ensureTopic("silent.v1", 1);
            probe.send("silent.v1", "other", "x", Map.of());

            assertThatThrownBy(() -> probe.await(Duration.ofSeconds(1), "silent.v1", "mine", 1))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("{silent.v1=1}");
        }
    }

    @Test
    void shouldSignTokensWithTheKeyThatServicesTrust() throws Exception {
        PublicKey trusted = KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(
                        Base64.getDecoder().decode(started(Map.of()).get("vigie.auth.public-key"))));

        String good = TestTokens.roles("referent").departements("15", "48").token();

        assertThat(signedBy(trusted, good)).isTrue();
        assertThat(claims(good))
                .contains("\"roles\":[\"referent\"]")
                .contains("\"departements\":[\"15\",\"48\"]")
                .contains("\"iss\":\"https://vigie.local\"")
                .contains("\"iat\":")
                .contains("\"upn\":");
        assertThat(signedBy(
                        trusted, TestTokens.roles("referent").signedByAnother().token()))
                .isFalse();
        Matcher expiry = Pattern.compile("\"exp\":(\\d+)")
                .matcher(claims(TestTokens.roles("referent").expired().token()));
        assertThat(expiry.find()).isTrue();
        assertThat(Instant.ofEpochSecond(Long.parseLong(expiry.group(1)))).isBefore(Instant.now());
    }

    private static Map<String, String> started(Map<String, String> arguments) {
        RealParts parts = new RealParts();
        parts.init(arguments);
        return parts.start();
    }

    private static Map<String, String> with(Map<String, String> config, String key, String value) {
        Map<String, String> changed = new java.util.HashMap<>(config);
        changed.put(key, value);
        return changed;
    }

    private static String query(Map<String, String> config, String sql) throws SQLException {
        String url = "jdbc:postgresql://" + config.get("vigie.db.host") + ":" + config.get("vigie.db.port") + "/"
                + config.get("vigie.db.name");
        try (Connection connection =
                        DriverManager.getConnection(url, config.get("vigie.db.user"), config.get("vigie.db.password"));
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static boolean signedBy(PublicKey key, String token) throws Exception {
        int dot = token.lastIndexOf('.');
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(key);
        signature.update(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1)));
    }

    private static String claims(String token) {
        return new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
    }
}
