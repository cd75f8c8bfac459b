package fr.vigie.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.standalone.client.AlertProgress;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    @Test
    void shouldSayWhoIsNotWarnedWhenTheAlertExpiredFirst() throws Exception {
        // Given
        String answer = """
                {"id": "0f8b6f0e-6b52-4d2c-9a0c-0d6a2f3c9b11", "reference": "A15-0412", "sent": "2026-11-21T09:45:00Z",
                 "progress": {"phase": "FINAL", "resolved": {"sms": 0, "voice": 0, "complete": true}, "expected": 0,
                 "leftOut": {"outsideTerritory": 0, "noUsableNumber": 1, "positionTooVague": 0, "tooLate": 20},
                 "deliveries": {}}}""";

        // When
        String line = ProgressLine.of(AlertProgress.of(new ObjectMapper().readTree(answer)));

        // Then
        assertThat(line)
                .isEqualTo(
                        "A15-0412  final  0 of 0 final   sms: -   voice: -   NOT WARNED, it expired first: 20 merchants");
    }
}
