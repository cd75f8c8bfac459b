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
                "300 dollars",
                "deux millions et demi d'euros",
                "2 millions et demi d'euros",
                "un demi-million d'euros",
                "trois quarts d'un million d'euros",
                "½ million d'euros",
                "50 000 (cinquante mille) euros",
                "six cent mille (600 000) EUR",
                "cinquante-mille-euros",
                "onze-mille-€",
                "vingt\u2011mille\u00a0euros",
                "1 Md€",
                "1 MD €",
                "2 mds d'euros",
                "1 M d'euros",
                "1M€",
                "EUR: 500",
                "EUR500",
                "€: 500",
                "euros : 50 000",
                "euros : 50 000 environ",
                "500 USD",
                "500 usd",
                "50 000 CHF",
                "50 000 MAD",
                "50 000 francs",
                "cent francs",
                "1 500 francs suisses",
                "deux cent mille francs CFA",
                "50 000 livres",
                "50 livres sterling",
                "deux mille livres",
                "12 000 couronnes",
                "50 000 dirhams",
                "50 000.- €",
                "50 000,-€",
                "50_000 €",
                "50´000 €",
                "deux cents et quelques euros",
                "zéro euro",
                "ZE\u0301RO EURO",
                "deux euros",
                "2 euros",
                "50 centimes",
                "50 000\u200b€",
                "50 000 eu\u00adros",
                "50 000 e\u2060u\u200dr\ufe0fos",
                "5\u200b0\u200b0 euros",
                "50 kilo-euros",
                "50 keuros",
                "³ €",
                "５００００ €",
                "50 000 ￡",
                "50 000 ¥",
                "50\u2007000 €",
                "10 à 15 k€",
                "50-60 k€",
                "VINGT MILLE EUROS",
                "50 000 E",
                "50 000 F",
                "1 000 000 Frs",
                "50 000 balles",
                "plusieurs euros",
                "une somme de 50 000",
                "somme d'environ 1 500",
                "préjudice: 50 000",
                "préjudice estimé à 50 000",
                "montant total de 1.500,00"
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
                "Eurocentre 2, allée 500.",
                "Un doute : le 17.",
                "Le 21/11/2026 entre 10:45 et 12 h 30, deux individus.",
                "Fourgon de 3 500 kg immatriculé AB-123-CD.",
                "Vol de 350 téléphones et 12 bagues.",
                "Bijouterie, 12 rue de l'Europe ; 1 Eurêka, 6 Eurovia, dix eurodéputés.",
                "Trois livres anciens et 200 livres de poche volés.",
                "Deux couronnes dentaires, un franc succès, 12 francs-tireurs.",
                "Préjudice inconnu. Tél. 17.",
                "Préjudice important, agression à 10h45, le 112 répond.",
                "Somme inconnue emportée par 3 hommes à 18:30.",
                "Faux billets en euros : 3 commerces visés.",
                "Position 44.9285 N 2.4435 E, autre 2,4435 E.",
                "Tir de deux balles, plusieurs livres, D2020 E.",
                "Fan zone de l'Euro 2028.",
                "Objets de valeur, 2 kilos d'or, 1 m de chaîne, 3 millions de vues.",
                "Un kilo et demi d'or, dix mille pièces.",
                "Un homme de 40 ans (veste noire) et un autre de 1 m 80.",
                "Secteur 15-48, A15-0412, D920, RN122, 15000 Aurillac."
            })
    void shouldLeaveOtherNumbersAlone(String text) {
        assertThat(MoneyAmounts.find(text)).isEmpty();
    }

    @Test
    void shouldSayWhere() {
        assertThat(MoneyAmounts.find("Vol de 12 000 euros.")).contains(new MoneyAmounts.Place(7, 19));
    }

    @Test
    void shouldSayWhereInTheTextAsItWasSent() {
        assertThat(MoneyAmounts.find("Éte\u0301 ½\u200b M€, puis")).contains(new MoneyAmounts.Place(5, 10));
    }

    @Test
    void shouldStayFastWhenTextIsAllNumbers() {
        String hostile = "1 ".repeat(2_000)
                + "un ".repeat(2_000)
                + "un et de ".repeat(1_000)
                + "préjudice de ".repeat(500)
                + "1/".repeat(1_000)
                + "1 (un) ".repeat(500)
                + "mille et ".repeat(500);

        assertTimeout(
                Duration.ofSeconds(5),
                () -> assertThat(MoneyAmounts.find(hostile)).isEmpty());
    }
}
