package fr.vigie.dispatch.sms.smpp;

import fr.vigie.dispatch.sms.SmsSettings.Concatenation;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Remembers what recent texts became: one alert sends the same words to thousands. */
final class WireTexts {
    private static final int PLACES = 64;

    private final Concatenation form;
    private final AtomicReferenceArray<WireText> recent = new AtomicReferenceArray<>(PLACES);

    WireTexts(Concatenation form) {
        this.form = form;
    }

    WireText of(String text) {
        int place = Math.floorMod(text.hashCode(), PLACES);
        WireText known = recent.get(place);
        if (known != null && known.text().equals(text)) {
            return known;
        }
        WireText made = WireText.of(text, form);
        recent.set(place, made);
        return made;
    }
}
