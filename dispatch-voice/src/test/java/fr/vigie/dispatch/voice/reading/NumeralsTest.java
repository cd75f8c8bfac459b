package fr.vigie.dispatch.voice.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumeralsTest {
    /** As a schoolbook lists them. */
    private static final String[] UNDER_A_HUNDRED = """
            zéro;un;deux;trois;quatre;cinq;six;sept;huit;neuf;
            dix;onze;douze;treize;quatorze;quinze;seize;dix-sept;dix-huit;dix-neuf;
            vingt;vingt et un;vingt-deux;vingt-trois;vingt-quatre;vingt-cinq;vingt-six;vingt-sept;vingt-huit;vingt-neuf;
            trente;trente et un;trente-deux;trente-trois;trente-quatre;trente-cinq;trente-six;trente-sept;trente-huit;trente-neuf;
            quarante;quarante et un;quarante-deux;quarante-trois;quarante-quatre;quarante-cinq;quarante-six;quarante-sept;quarante-huit;quarante-neuf;
            cinquante;cinquante et un;cinquante-deux;cinquante-trois;cinquante-quatre;cinquante-cinq;cinquante-six;cinquante-sept;cinquante-huit;cinquante-neuf;
            soixante;soixante et un;soixante-deux;soixante-trois;soixante-quatre;soixante-cinq;soixante-six;soixante-sept;soixante-huit;soixante-neuf;
            soixante-dix;soixante et onze;soixante-douze;soixante-treize;soixante-quatorze;soixante-quinze;soixante-seize;soixante-dix-sept;soixante-dix-huit;soixante-dix-neuf;
            quatre-vingts;quatre-vingt-un;quatre-vingt-deux;quatre-vingt-trois;quatre-vingt-quatre;quatre-vingt-cinq;quatre-vingt-six;quatre-vingt-sept;quatre-vingt-huit;quatre-vingt-neuf;
            quatre-vingt-dix;quatre-vingt-onze;quatre-vingt-douze;quatre-vingt-treize;quatre-vingt-quatorze;quatre-vingt-quinze;quatre-vingt-seize;quatre-vingt-dix-sept;quatre-vingt-dix-huit;quatre-vingt-dix-neuf""".replace("\n", "").split(";");

    @Test
    void shouldAgreeWithTheSchoolbookUnderAThousand() {
        for (int number = 0; number < 1_000; number++) {
            assertThat(Numerals.cardinal(number)).isEqualTo(reference(number));
        }
    }

    @Test
    void shouldAgreeWithTheSchoolbookUnderAMillion() {
        long seed = 20_261_121;
        Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            int number = random.nextInt(1_000_000);
            assertThat(Numerals.cardinal(number)).as("seed %d", seed).isEqualTo(reference(number));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1000000, un million",
        "80000000, quatre-vingts millions",
        "200000000, deux cents millions",
        "2000001, deux millions un",
        "999999999, neuf cent quatre-vingt-dix-neuf millions neuf cent quatre-vingt-dix-neuf mille neuf cent quatre-vingt-dix-neuf",
    })
    void shouldCountMillions(long number, String words) {
        assertThat(Numerals.cardinal(number)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "1, premier",
        "2, deuxième",
        "4, quatrième",
        "5, cinquième",
        "9, neuvième",
        "21, vingt et unième",
        "80, quatre-vingtième",
        "83, quatre-vingt-troisième",
        "95, quatre-vingt-quinzième",
        "200, deux centième",
        "1000, millième",
    })
    void shouldRank(int number, String words) {
        assertThat(Numerals.ordinal(number, false)).isEqualTo(words);
    }

    @Test
    void shouldRefuseWhatItCannotCount() {
        assertThatThrownBy(() -> Numerals.cardinal(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Numerals.cardinal(1_000_000_000)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Plain: the table, and the two rules on cent and mille. */
    private static String reference(int number) {
        if (number < 100) {
            return UNDER_A_HUNDRED[number];
        }
        if (number < 1_000) {
            String head = number < 200 ? "cent" : UNDER_A_HUNDRED[number / 100] + " cent";
            int rest = number % 100;
            return rest == 0 ? head + (number < 200 ? "" : "s") : head + " " + UNDER_A_HUNDRED[rest];
        }
        String head =
                number < 2_000 ? "mille" : reference(number / 1_000).replaceFirst("(cent|vingt)s$", "$1") + " mille";
        return number % 1_000 == 0 ? head : head + " " + reference(number % 1_000);
    }
}
