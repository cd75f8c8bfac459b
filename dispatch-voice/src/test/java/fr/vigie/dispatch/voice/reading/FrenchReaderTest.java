package fr.vigie.dispatch.voice.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrenchReaderTest {
    private static final FrenchReader READER = new FrenchReader();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Composez le 17.                    | Composez le dix-sept.
            18h55                              | dix-huit heures cinquante-cinq
            18 h 55                            | dix-huit heures cinquante-cinq
            18:55                              | dix-huit heures cinquante-cinq
            18H                                | dix-huit heures
            à 1h                               | à une heure
            0h30                               | zéro heure trente
            21h21                              | vingt et une heures vingt et une
            de 18h à 20h30                     | de dix-huit heures à vingt heures trente
            18h-20h                            | dix-huit heures à vingt heures
            vers 21 heures                     | vers vingt et une heures
            24h/24 et 7j/7                     | vingt-quatre heures sur vingt-quatre et sept jours sur sept
            21/11                              | vingt et un novembre
            21/11 18h55                        | vingt et un novembre à dix-huit heures cinquante-cinq
            01/12/2026                         | premier décembre deux mille vingt-six
            21/11/26                           | vingt et un novembre deux mille vingt-six
            2026-11-21                         | vingt et un novembre deux mille vingt-six
            nuit du 20 au 21/11                | nuit du vingt au vingt et un novembre
            le 1 décembre 1998                 | le premier décembre mille neuf cent quatre-vingt-dix-huit
            du 21/11-23/11                     | du vingt et un novembre au vingt-trois novembre
            31/13                              | trente et un treize
            29/02, 31/11                       | vingt-neuf février, trente et un onze
            24h00, 48h                         | vingt-quatre heures, quarante-huit heures
            25h30, 25:30                       | vingt-cinq heures trente, vingt-cinq : trente
            le 1er mai                         | le premier mai
            la 1re fois, la 2e, la 21ème       | la première fois, la deuxième, la vingt et unième
            PARIS 8E                           | Paris huitième
            """)
    void shouldReadTimesAndDates(String text, String said) {
        assertThat(READER.read(text)).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            n°12 et N° 3                       | numéro douze et numéro trois
            à 3 km, 1 km, 500 m, 90 km/h       | à trois kilomètres, un kilomètre, cinq cents mètres, quatre-vingt-dix kilomètres heure
            2,5 km et 1,5 km                   | deux virgule cinq kilomètres et un virgule cinq kilomètre
            007 et 1234567890                  | zéro zéro sept et douze, trente-quatre, cinquante-six, soixante-dix-huit, quatre-vingt-dix
            0,05 et 3,14159                    | zéro virgule zéro cinq et trois virgule un quatre un cinq neuf
            1 200 m et 12 500 habitants        | mille deux cents mètres et douze mille cinq cents habitants
            1.200 m                            | mille deux cents mètres
            -5°C, 10 %                         | moins cinq degrés, dix pour cent
            21 personnes, 1 voiture, 1 homme   | vingt et une personnes, une voiture, un homme
            2-3 individus                      | deux à trois individus
            15000 AURILLAC                     | quinze mille Aurillac
            Appelez le 3919                    | Appelez le trente-neuf dix-neuf
            01 99 00 12 34                     | zéro un, quatre-vingt-dix-neuf, zéro zéro, douze, trente-quatre
            0199001234                         | zéro un, quatre-vingt-dix-neuf, zéro zéro, douze, trente-quatre
            01.99.00.12.34                     | zéro un, quatre-vingt-dix-neuf, zéro zéro, douze, trente-quatre
            +33 1 99 00 12 34                  | plus trente-trois, un, quatre-vingt-dix-neuf, zéro zéro, douze, trente-quatre
            ALERTE URGENTE 35 - 2A et 01       | Alerte Urgente trente-cinq, deux A et zéro un
            """)
    void shouldReadNumbersAsTheyAreCountedOrDialled(String text, String said) {
        assertThat(READER.read(text)).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AURILLAC, SAINT-FLOUR, RENNES Nord | Aurillac, Saint-Flour, Rennes Nord
            d'AURILLAC et L'HAŸ-LES-ROSES      | d'Aurillac et L'Haÿ-Les-Roses
            St-Flour et STE-FOY                | Saint-Flour et Sainte-Foy
            BP 12, ZI de Baradel               | boîte postale douze, zone industrielle de Baradel
            RN 122, D 920, D920, A75, RD 17    | route nationale cent vingt-deux, départementale neuf cent vingt, départementale neuf cent vingt, A soixante-quinze, route départementale dix-sept
            A 15 km de RENNES                  | A quinze kilomètres de Rennes
            gare SNCF, PSIG, S.N.C.F., BRGM    | gare esse enne cé effe, Psig, esse enne cé effe, bé erre gé emme
            rue Henri IV, XXe siècle, VIX      | rue Henri quatre, vingtième siècle, Vix
            12 bd Thiers, av. Foch, 3 pl. Bru  | douze boulevard Thiers, avenue Foch, trois place Bru
            Réf A15-0412                       | Référence a, un cinq, tiret, zéro quatre, un deux
            AB-123-CD                          | a bé, tiret, un deux trois, tiret, cé dé
            Metz, METZ                         | Messe, Messe
            voir www.exemple.fr                | voir www point exemple point fr
            """)
    void shouldReadNamesAndAbbreviations(String text, String said) {
        assertThat(READER.read(text)).isEqualTo(said);
    }

    @Test
    void shouldReadTheSampleOfAScouting() {
        assertThat(READER.read("ALERTE GENDARMERIE 15 - 21/11 10h45. Comportements de repérage signalés, bijouteries"
                        + " d'AURILLAC. Soyez vigilants. Un doute: composez le 17. Réf A15-0412"))
                .isEqualTo(
                        "Alerte Gendarmerie quinze, vingt et un novembre à dix heures quarante-cinq. Comportements de"
                                + " repérage signalés, bijouteries d'Aurillac. Soyez vigilants. Un doute: composez le dix-sept."
                                + " Référence a, un cinq, tiret, zéro quatre, un deux");
    }

    @Test
    void shouldReadTheSampleOfAnArmedRobbery() {
        assertThat(READER.read("ALERTE URGENTE 35 - 21/11 18h55. Vol à main armée, secteur RENNES Nord, auteurs en"
                        + " fuite. N'intervenez pas, mettez-vous à l'abri, composez le 17. Réf R35-0133"))
                .isEqualTo(
                        "Alerte Urgente trente-cinq, vingt et un novembre à dix-huit heures cinquante-cinq. Vol à main"
                                + " armée, secteur Rennes Nord, auteurs en fuite. N'intervenez pas, mettez-vous à l'abri,"
                                + " composez le dix-sept. Référence erre, trois cinq, tiret, zéro un, trois trois");
    }

    @Test
    void shouldReadTheSampleOfABurglary() {
        assertThat(READER.read("ALERTE 15 - Nuit du 20 au 21/11: cambriolages de tabacs, secteur SAINT-FLOUR."
                        + " Sécurisez réserve et rideau. Victime: ne touchez à rien, 17. Réf A15-0413"))
                .isEqualTo("Alerte quinze, Nuit du vingt au vingt et un novembre: cambriolages de tabacs, secteur"
                        + " Saint-Flour. Sécurisez réserve et rideau. Victime: ne touchez à rien, dix-sept."
                        + " Référence a, un cinq, tiret, zéro quatre, un trois");
    }

    @Test
    void shouldReadTheSampleOfAnAllClear() {
        assertThat(READER.read("FIN D'ALERTE R35-0133 - 21/11 20h10. L'alerte de 18h55 à RENNES Nord est levée."
                        + " Reprenez vos mesures habituelles. Merci de votre vigilance."))
                .isEqualTo("Fin D'Alerte erre, trois cinq, tiret, zéro un, trois trois, vingt et un novembre à vingt"
                        + " heures dix. L'alerte de dix-huit heures cinquante-cinq à Rennes Nord est levée."
                        + " Reprenez vos mesures habituelles. Merci de votre vigilance.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"… !!! ?", " \t\u0000\u200B ", "-,-", "***", "«»", "\uD800"})
    void shouldLeaveNothingOfSignsAlone(String text) {
        assertThat(READER.read(text)).doesNotContainPattern("[\\p{L}\\d]");
    }

    /** Whatever an officer types, no digit and no word in capitals is left to the engine. */
    @Test
    void shouldLeaveNoDigitAndNoCapitalsToTheEngine() {
        String signs = "0123456789 0123456789 ,.:/-+%°€hHkmeEA ABRNVILO'éÉ(nr";
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(24); length > 0; length--) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            assertThat(READER.read(text.toString()))
                    .as("%s", text)
                    .doesNotContainPattern("\\d|(?<!\\p{L})\\p{Lu}{2,}(?!\\p{L})");
        }
    }

    @Test
    void shouldTakeTimeInProportionToTheText() {
        ThreadMXBean processor = ManagementFactory.getThreadMXBean();
        for (String sign : List.of("1 ", "-", "A", "a", "1", "1/", ", ", "1-", "A.", "12:", "+1")) {
            long begun = processor.getCurrentThreadCpuTime();

            READER.read(sign.repeat(100_000 / sign.length()));

            // Half a second is usual; in proportion to the square it would be a minute.
            assertThat(Duration.ofNanos(processor.getCurrentThreadCpuTime() - begun))
                    .as("of the processor, for '%s'", sign)
                    .isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void shouldReadTheLongestTextWhateverIsRepeatedInIt() throws Exception {
        List<String> signs = new ArrayList<>();
        for (char sign = ' '; sign < 0x180; sign++) {
            signs.add(String.valueOf(sign));
        }
        signs.addAll(List.of(
                ", ",
                "1 ",
                "1.",
                "1,",
                "12h",
                "1/",
                "06 ",
                "+1",
                "A-",
                "A1-",
                "a'",
                "17 ",
                "N°",
                "«",
                "» ",
                "\u00A0",
                "XI",
                "1er ",
                "km ",
                "St-",
                "\uD83D\uDEA8",
                "(,",
                ",.",
                "12/11/2026 ",
                "B12-345 ",
                "1 000 "));
        Thread reading = new Thread(
                null,
                () -> signs.forEach(sign -> {
                    READER.read(sign.repeat(2_000 / sign.length()));
                    READER.read("Le 17" + sign.repeat(1_900 / sign.length()) + "a");
                }),
                "small stack",
                256 * 1024);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        reading.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));

        reading.start();
        reading.join();

        assertThat(failure.get()).isNull();
    }
}
