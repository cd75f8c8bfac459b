package fr.vigie.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TradesTest {

    private final Trades trades = Trades.load();

    @ParameterizedTest
    @CsvSource({
        "47.77Z, JEWELLER", "32.12Z, JEWELLER", "4777Z, JEWELLER", "47.26Z, TOBACCONIST", "47.62z, PRESS",
        "47.73Z, PHARMACIST", "86.22C, PHYSICIAN", "86.23Z, DENTIST", "86.90A, AMBULANCE", "49.32Z, TAXI",
        "10.51C, CHEESE", "43.99C, BUILDING", "01.61Z, FARM_COOPERATIVE", "01.50Z, FARMER", "49.41B, HAULIER",
        "80.10Z, GUARD", "85.53Z, DRIVING_SCHOOL", "10.71C, BAKERY", "47.11F, GROCERY", "47.30Z, FUEL",
        "47.78A, OPTICIAN", "47.42Z, PHONES", "47.75Z, PERFUME", "47.72B, LEATHER", "47.79Z, SECOND_HAND",
        "45.20A, GARAGE", "64.19Z, BANK", "53.10Z, POST", "56.30Z, BAR"
    })
    void shouldFindTheTradeWhenGivenItsPublicCode(String naf, String trade) {
        assertThat(trades.classifiedAs("NAF2", naf)).map(Trade::code).hasValue(trade);
        assertThat(trades.classifiedAs("NAF2025", naf)).isEmpty();
    }

    @Test
    void shouldDescribeEveryTradeWhenListed() {
        assertThat(trades.all()).hasSize(27).allSatisfy(trade -> {
            assertThat(trade.code()).matches("[A-Z]+(_[A-Z]+)*");
            assertThat(trade.french()).isNotBlank();
            assertThat(trade.english()).isNotBlank();
            assertThat(trade.classifications()).isNotEmpty().allSatisfy(classification -> {
                assertThat(classification.scheme()).isEqualTo("NAF2");
                assertThat(classification.code()).matches("[0-9]{2}\\.[0-9]{2}[A-Z]");
            });
        });
        assertThat(trades.trade("NOTARY")).isEmpty();
        assertThat(trades.trade(null)).isEmpty();
    }

    @Test
    void shouldTellFarmsFromShopsWhenAskedForAudiences() {
        assertThat(trades.audiencesOf(List.of("JEWELLER", "TOBACCONIST", "PHARMACIST")))
                .containsExactly(Audience.SHOP);
        assertThat(trades.audiencesOf(List.of("FARMER", "FARM_COOPERATIVE"))).containsExactly(Audience.FARM);
        assertThat(trades.audiencesOf(List.of("FARMER", "JEWELLER")))
                .containsExactlyInAnyOrder(Audience.SHOP, Audience.FARM);
    }
}
