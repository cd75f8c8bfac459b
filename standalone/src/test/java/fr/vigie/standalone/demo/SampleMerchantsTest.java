package fr.vigie.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SampleMerchantsTest {
    private static final String HEADER_START = "reference;name;trades;";

    @Test
    void shouldMakeEveryMerchantOnceWhenFilesAreReadOneByOne() {
        // Given
        SampleMerchants merchants = SampleMerchants.forBenchmark(25_000);
        Set<String> references = new HashSet<>();
        Set<String> numbers = new HashSet<>();

        // When
        List<String> files = merchants.csvFiles(10_000);
        for (String file : files) {
            List<String> lines = file.lines().toList();
            assertThat(lines.get(0)).startsWith(HEADER_START);
            assertThat(lines).hasSizeLessThanOrEqualTo(10_001);
            lines.stream().skip(1).map(line -> line.split(";")).forEach(fields -> {
                assertThat(references.add(fields[0])).isTrue();
                if (fields[0].startsWith("DEMO-J")) {
                    numbers.add(fields[7]);
                }
            });
        }

        // Then
        assertThat(files).hasSize(3);
        assertThat(references).hasSize(25_000 + 2 * (20 + 25_000 / 20));
        assertThat(numbers).hasSize(25_000);
    }

    @Test
    void shouldMakeTheLastFileAloneWhenThereAreAMillionMerchants() {
        // Given
        List<String> files = SampleMerchants.forBenchmark(1_000_000).csvFiles(10_000);

        // When
        String last = files.get(files.size() - 1);

        // Then
        assertThat(files).hasSize(111);
        assertThat(last.lines()).hasSize(41);
        assertThat(last).contains("DEMO-E50019;");
    }
}
