package fr.vigie.dispatch.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.events.QuietHours;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoursTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    @ParameterizedTest
    @CsvSource({
        // in summer 8 h is 6 h UTC; at the end of it 7 h
        "08:00, 20:00, 2026-10-24T18:00:00Z, 2026-10-25T07:00:00Z",
        "08:00, 20:00, 2026-10-25T18:59:59Z, 2026-10-25T18:59:59Z",
        "08:00, 20:00, 2026-10-25T19:00:00Z, 2026-10-26T07:00:00Z",
        // and the other way
        "08:00, 20:00, 2027-03-27T19:00:00Z, 2027-03-28T06:00:00Z",
        "08:00, 20:00, 2027-03-28T05:59:59Z, 2027-03-28T06:00:00Z",
        "08:00, 20:00, 2027-03-28T06:00:00Z, 2027-03-28T06:00:00Z",
        // from 2 h to 3 h the clock of 28 March shows nothing
        "02:30, 04:00, 2027-03-28T00:30:00Z, 2027-03-28T01:00:00Z",
        "02:15, 02:45, 2027-03-28T00:30:00Z, 2027-03-29T00:15:00Z",
        // from 2 h to 3 h the clock of 25 October shows everything twice
        "02:30, 04:00, 2026-10-25T00:10:00Z, 2026-10-25T00:30:00Z",
        "02:30, 04:00, 2026-10-25T01:10:00Z, 2026-10-25T01:30:00Z",
        "01:00, 02:30, 2026-10-25T00:40:00Z, 2026-10-25T01:00:00Z",
        // past midnight
        "22:00, 07:00, 2026-11-22T12:00:00Z, 2026-11-22T21:00:00Z",
        "22:00, 07:00, 2026-11-22T05:59:59Z, 2026-11-22T05:59:59Z",
        "22:00, 07:00, 2026-11-22T06:00:00Z, 2026-11-22T21:00:00Z",
        // the whole day
        "00:00, 00:00, 2026-11-22T02:13:00Z, 2026-11-22T02:13:00Z",
    })
    void shouldFindTheNextMomentWithin(LocalTime from, LocalTime to, Instant at, Instant expected) {
        Hours hours = new Hours(from, to, PARIS);

        assertThat(hours.next(at)).isEqualTo(expected);
        assertThat(hours.contains(at)).isEqualTo(at.equals(expected));
    }

    @ParameterizedTest
    @CsvSource({"2026-10-25, 12", "2027-03-28, 12", "2026-11-22, 12"})
    void shouldLastTwelveHoursOnEachDayAlsoWhenTheClockIsChanged(String day, int hours) {
        Hours contact = new Hours(LocalTime.of(8, 0), LocalTime.of(20, 0), PARIS);
        Instant midnight = ZonedDateTime.parse(day + "T00:00:00+01:00[Europe/Paris]")
                .toLocalDate()
                .atStartOfDay(PARIS)
                .toInstant();

        long minutes = 0;
        for (Instant at = midnight;
                at.atZone(PARIS).toLocalDate().toString().equals(day);
                at = at.plus(Duration.ofMinutes(1))) {
            minutes += contact.contains(at) ? 1 : 0;
        }

        assertThat(minutes).isEqualTo(hours * 60L);
    }

    @Test
    void shouldBeAllHoursButTheQuietOnes() {
        Hours open = Hours.outside(new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0)), PARIS);

        assertThat(open.contains(Instant.parse("2026-11-22T20:59:59Z"))).isTrue();
        assertThat(open.contains(Instant.parse("2026-11-22T21:00:00Z"))).isFalse();
        assertThat(open.next(Instant.parse("2026-11-22T23:30:00Z"))).isEqualTo(Instant.parse("2026-11-23T06:00:00Z"));
    }
}
