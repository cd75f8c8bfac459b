package fr.vigie.acceptance.torture;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.acceptance.torture.Finding.Kind;
import fr.vigie.standalone.client.AuditCheck;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The judge of the audit log judged by its chains. */
class AuditAccountTest {
    @Test
    void shouldCountAGapWhenTheAuditLogLacksAnEvent() {
        AuditAccount account = AuditAccount.of(
                new AuditCheck.Found(true, 0, 41, ""), Map.of("t/0", new AuditAccount.Chain(42, 41, 41, 41)));

        assertThat(account.gaps()).isEqualTo(1);
        assertThat(account.findings()).extracting(Finding::kind).containsExactly(Kind.AUDIT_GAP);
    }

    @Test
    void shouldCountNoGapWhenTheAuditLogHasEveryEventOnce() {
        AuditAccount account = AuditAccount.of(
                new AuditCheck.Found(true, 0, 42, ""), Map.of("t/0", new AuditAccount.Chain(42, 42, 42, 42)));

        assertThat(account.gaps()).isZero();
    }

    @Test
    void shouldCountAGapWhenAChainBreaks() {
        AuditAccount account = AuditAccount.of(new AuditCheck.Found(false, 0, 42, "HASH at t/0/7"), Map.of());

        assertThat(account.gaps()).isEqualTo(1);
    }
}
