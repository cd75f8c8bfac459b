package fr.vigie.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TerritoryTest {

    @Test
    void shouldCoverItsDepartementsOnlyWhenTheClaimListsThem() {
        Territory territory = Territory.parse(List.of("15", "2A"));

        assertThat(territory.covers("15")).isTrue();
        assertThat(territory.covers("35")).isFalse();
        assertThat(territory.covers(null)).isFalse();
        assertThat(territory.coversAll(Set.of("15", "2A"))).isTrue();
        assertThat(territory.coversAll(Set.of("15", "35"))).isFalse();
        assertThat(territory).hasToString("Territory[15, 2A]");
    }

    @Test
    void shouldCoverEveryDepartementWhenTheClaimIsNational() {
        Territory territory = Territory.parse(List.of("*"));

        assertThat(territory).isEqualTo(Territory.all());
        assertThat(territory.covers("974")).isTrue();
        assertThat(territory.covers("20")).as("there is no such département").isFalse();
    }

    @Test
    void shouldCoverNothingWhenTheClaimIsMissingOrEmpty() {
        assertThat(Territory.parse(null).covers("15")).isFalse();
        assertThat(Territory.parse(List.of()).covers("15")).isFalse();
    }

    @Test
    void shouldBeRefusedWhenTheClaimCannotBeUnderstood() {
        assertThatThrownBy(() -> Territory.parse(List.of("15", "20")))
                .isInstanceOfSatisfying(
                        UnknownTerritoryException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("TERRITORY_UNKNOWN"))
                .hasMessage("the territory names an unknown département: 20");
        assertThatThrownBy(() -> Territory.parse(List.of("*", "15"))).isInstanceOf(UnknownTerritoryException.class);
        assertThatThrownBy(() -> Territory.parse(List.of("<script>")))
                .hasMessage("the territory names an unknown département");
    }
}
