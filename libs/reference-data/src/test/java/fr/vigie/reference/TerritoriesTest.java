package fr.vigie.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TerritoriesTest {

    private final Territories territories = Territories.load();

    @Test
    void shouldKnowTheWholeCountryWhenLoaded() {
        assertThat(territories.departements()).hasSize(109);
        assertThat(territories.regions()).hasSize(26);
        assertThat(territories.departements().stream()
                        .mapToInt(departement ->
                                territories.communesOf(departement.code()).size())
                        .sum())
                .isEqualTo(35_014);
        assertThat(territories.departements())
                .allSatisfy(departement ->
                        assertThat(territories.region(departement.region())).isPresent());
    }

    @Test
    void shouldDescribeACommuneWhenAskedByCode() {
        Commune aurillac = territories.commune("15014").orElseThrow();

        assertThat(aurillac.name()).isEqualTo("Aurillac");
        assertThat(aurillac.departement()).isEqualTo("15");
        assertThat(aurillac.population()).isEqualTo(26_214);
        assertThat(aurillac.postcodes()).containsExactly("15000");
        assertThat(aurillac.isArrondissement()).isFalse();
        assertThat(territories.commune("99999")).isEmpty();
        assertThat(territories.commune(null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"75101, 75, Paris", "2A004, 2A, Corse-du-Sud", "97411, 974, La Réunion", "15014, 15, Cantal"})
    void shouldNameTheDepartementWhenGivenACommune(String commune, String code, String name) {
        assertThat(Territories.departementCodeOf(commune)).isEqualTo(code);
        assertThat(territories.departementOf(commune)).map(Departement::name).hasValue(name);
        assertThat(territories.contains(code, commune)).isTrue();
        assertThat(territories.contains("48", commune)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1501", "150144", "2C004", "A5014", "1501é"})
    void shouldRefuseACodeWhenItHasNotTheForm(String code) {
        assertThatThrownBy(() -> Territories.departementCodeOf(code)).isInstanceOf(IllegalArgumentException.class);
        assertThat(territories.departementOf(code)).isEmpty();
    }

    @Test
    void shouldCoverTheArrondissementsWhenAskedForACity() {
        assertThat(territories.codesWithin("75056")).hasSize(21).contains("75056", "75101", "75120");
        assertThat(territories.codesWithin("69123")).hasSize(10);
        assertThat(territories.codesWithin("13055")).hasSize(17);
        assertThat(territories.codesWithin("75101")).containsExactly("75101");
        assertThat(territories.codesWithin("00000")).isEmpty();
        assertThat(territories.commune("75101").flatMap(Commune::city)).hasValue("75056");
    }

    @ParameterizedTest
    @CsvSource({"20004, 2A004", "01091, 01033", "01033, 01033"})
    void shouldFollowAMergerWhenGivenAnOldCode(String old, String current) {
        assertThat(territories.currentCode(old)).hasValue(current);
    }

    @ParameterizedTest
    @CsvSource({
        "Aurillac, 15000, 15014",
        "AURILLAC, ' 15000 ', 15014",
        "ST FLOUR, 15100, 15187",
        "Saint Flour, 15100, 15187",
        "saint-flour, 15100, 15187",
        "AURILLAC CEDEX, 15013, 15014",
        "Fougeres, 35300, 35115",
        "ST CHELY D'APCHER, 48200, 48140",
        "ST CHELY D APCHER, 48200, 48140",
        "L HAY LES ROSES, 94240, 94038",
        "L’Haÿ-les-Roses, 94240, 94038",
        "Paris, 75008, 75108",
        "PARIS 8, 75008, 75108",
        "PARIS 08, 75008, 75108",
        "Paris 8ème, 75008, 75108",
        "PARIS 8E ARRONDISSEMENT, 75008, 75108",
        "PARIS CEDEX 08, 75379, 75056",
        "Paris, 75116, 75116",
        "Lyon, 69003, 69383",
        "Marseille 1er, 13001, 13201",
        "Bellegarde-sur-Valserine, 01200, 01033",
        "Ajaccio, 20000, 2A004",
        "BASTIA CEDEX, 20407, 2B033",
        "Saint-Denis, 97400, 97411",
        "Saint-Denis, 93200, 93066",
        "OEUILLY, 02160, 02565"
    })
    void shouldFindTheCommuneWhenWrittenAsPeopleWriteIt(String name, String postcode, String code) {
        assertThat(territories.find(name, postcode))
                .isEqualTo(new CommuneMatch.Found(territories.commune(code).orElseThrow()));
    }

    @ParameterizedTest
    @CsvSource({
        "Aurillac, 35000",
        "Atlantis, 15000",
        "Aurillac, 1500",
        "Aurillac, abcde",
        "'', 15000",
        "'---', 15000",
        "Paris 9, 75008",
        "Aurillac, 99999"
    })
    void shouldFindNothingWhenNameAndPostcodeDisagree(String name, String postcode) {
        assertThat(territories.find(name, postcode)).isEqualTo(new CommuneMatch.Unknown());
    }

    @Test
    void shouldFindEveryCommuneWhenGivenItsOwnNameAndPostcode() {
        int looked = 0;
        for (Departement departement : territories.departements()) {
            for (Commune commune : territories.communesOf(departement.code())) {
                if (!commune.postcodes().isEmpty()
                        && territories.codesWithin(commune.code()).size() == 1) {
                    String postcode = commune.postcodes().get(0);
                    assertThat(territories.find(commune.name(), postcode)).isEqualTo(new CommuneMatch.Found(commune));
                    looked++;
                }
            }
        }
        assertThat(looked).isGreaterThan(35_000);
    }

    @Test
    void shouldCoverParisAndItsSuburbsWhenThePresetIsUsed() {
        AreaPreset preset = territories.preset("PETITE_COURONNE").orElseThrow();

        assertThat(preset.departements()).containsExactlyInAnyOrder("75", "92", "93", "94");
        assertThat(territories.preset("GRANDE_COURONNE")).isEmpty();
    }

    @Test
    void shouldListTheDepartementsWhenGivenARegion() {
        assertThat(territories.departementsOf("53"))
                .extracting(Departement::code)
                .containsExactly("22", "29", "35", "56");
    }

    @Test
    void shouldHavePlacesThatExistWhenTheDemoAsksForThem() {
        List<DemoPlaces.DemoPlace> places = DemoPlaces.all();

        assertThat(places).hasSizeGreaterThan(40).allSatisfy(place -> {
            Commune commune = territories.commune(place.communeCode()).orElseThrow();
            assertThat(commune.name()).isEqualTo(place.name());
            // A slip of a digit would throw a place out of its département.
            DemoPlaces.DemoPlace first = DemoPlaces.of(commune.departement()).get(0);
            assertThat(first.centre().distanceMetres(place.centre())).isLessThan(90_000);
        });
        assertThat(DemoPlaces.of("15")).extracting(DemoPlaces.DemoPlace::name).contains("Aurillac", "Saint-Flour");
        assertThat(DemoPlaces.of("29")).isEmpty();
    }
}
