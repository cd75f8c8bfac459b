package fr.vigie.ingest.alert;

import fr.vigie.events.Channel;
import fr.vigie.ingest.content.MoneyAmounts;
import fr.vigie.ingest.content.SpokenName;
import fr.vigie.ingest.content.Words;
import fr.vigie.service.Violations;
import fr.vigie.text.sms.SmsText;

/** What the words of an alert must be, and must not contain. */
final class TextRules {
    private static final int MOST_PARTS = 10;
    /** About two and a half minutes of speech. */
    private static final int LONGEST_VOICE = 2_000;

    private TextRules() {}

    static void check(Violations violations, NewAlert alert) {
        NewAlert.Texts texts = alert.texts() == null ? new NewAlert.Texts(null, null) : alert.texts();
        checkPresent(violations, alert, Channel.SMS, "texts.sms", texts.sms());
        checkPresent(violations, alert, Channel.VOICE, "texts.voice", texts.voice());
        if (texts.sms() != null && checkSize(violations, texts.sms())) {
            checkContent(violations, "texts.sms", texts.sms());
        }
        if (texts.voice() != null
                && violations.check(
                        texts.voice().length() <= LONGEST_VOICE,
                        "texts.voice",
                        "max " + LONGEST_VOICE,
                        "must have at most " + LONGEST_VOICE + " characters")) {
            checkContent(violations, "texts.voice", texts.voice());
        }
        SpokenName.check(violations, "authority", alert.authority());
    }

    private static boolean checkSize(Violations violations, String sms) {
        int parts = SmsText.of(sms).parts().size();
        return violations.check(
                parts <= MOST_PARTS,
                "texts.sms",
                "max " + MOST_PARTS + " parts",
                "takes " + parts + " SMS parts, and at most " + MOST_PARTS + " are permitted");
    }

    private static void checkPresent(
            Violations violations, NewAlert alert, Channel channel, String field, String text) {
        boolean needed = alert.channels() != null && alert.channels().contains(channel);
        if (text == null && needed) {
            violations.missing(field);
        } else if (text != null) {
            violations.check(!text.isBlank(), field, "not blank", "must not be blank");
        }
    }

    private static void checkContent(Violations violations, String field, String text) {
        Words.checkShowable(violations, field, text);
        MoneyAmounts.check(violations, field, text);
    }
}
