package fr.vigie.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WithoutNumbersTest {
    @ParameterizedTest
    @ValueSource(strings = {"+33199000001", "0199000001", "01 99 00 00 01", "01.99.00.00.01", "+33 1-99-00-00-01"})
    void shouldMaskNumbersInTheWholeChain(String number) {
        var fault = new IllegalStateException("Key (" + number + ") exists", new RuntimeException("again " + number));

        String log = printed(WithoutNumbers.of(fault));

        assertThat(log)
                .contains("java.lang.IllegalStateException: Key ((digits)) exists")
                .contains("Caused by: java.lang.RuntimeException: again (digits)")
                .contains("at fr.vigie.service.WithoutNumbersTest.shouldMaskNumbersInTheWholeChain")
                .doesNotContain(number);
    }

    @Test
    void shouldEndWhenCausesGoOnForever() {
        Throwable chain = Stream.iterate(new RuntimeException("0"), RuntimeException::new)
                .skip(1000)
                .findFirst()
                .orElseThrow();

        assertThat(printed(WithoutNumbers.of(chain)).split("Caused by", -1)).hasSize(10);
    }

    private static String printed(Throwable fault) {
        var text = new StringWriter();
        fault.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
