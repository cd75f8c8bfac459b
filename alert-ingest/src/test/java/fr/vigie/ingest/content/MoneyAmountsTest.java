package fr.vigie.ingest.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyAmountsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "500€",
                "500 €",
                "1 500 €",
                "1.500,00 euros",
                "106 750 €",
                "106\u202F750\u00A0€",
                "20 000 EUR",
                "10 K€",
                "10k€",
                "3 keuros",
                "2 M€",
                "1 euro",
                "€ 500",
                "EUR 12000",
                "12 mille euros",
                "2 millions d'euros",
                "2 millions d’euros",
                "mille euros",
                "Mille Euros",
                "deux cents euros",
                "vingt-et-un euros",
                "quatre-vingt-dix-neuf mille neuf cents euros",
                "une centaine d'euros",
                "quelques milliers d'euros",
                "plusieurs millions d'euros",
                "une dizaine de milliers d'euros",
                "cinq cent mille €",
                "un million EUR",
                "$ 300",
                "300 dollars"
            })
    void shouldFindAmount(String amount) {
        assertThat(MoneyAmounts.find("Préjudice de " + amount + " selon la victime."))
                .isPresent();
        assertThat(MoneyAmounts.find(amount)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALERTE GENDARMERIE 15 - 21/11 10h45. Un doute: composez le 17. Réf A15-0412",
                "Deux individus, une voiture, cent mètres plus loin.",
                "Appelez le 17 ou le 112.",
                "Faux billets en euros signalés.",
                "Faux billets signalés en zone euro, 3 commerces visés.",
                "Trois Européens de passage, 20 européennes.",
                "Vol de 12 montres; 500 m de la gare.",
                "Eurocentre 2, allée 500."
            })
    void shouldLeaveOtherNumbersAlone(String text) {
        assertThat(MoneyAmounts.find(text)).isEmpty();
    }

    @Test
    void shouldSayWhere() {
        assertThat(MoneyAmounts.find("Vol de 12 000 euros.")).contains(new MoneyAmounts.Place(7, 19));
    }

    @Test
    void shouldStayFastWhenTextIsAllNumbers() {
        String hostile = "1 ".repeat(2_000) + "un ".repeat(2_000) + "un et de ".repeat(1_000);

        assertTimeout(
                Duration.ofSeconds(5),
                () -> assertThat(MoneyAmounts.find(hostile)).isEmpty());
    }
}
