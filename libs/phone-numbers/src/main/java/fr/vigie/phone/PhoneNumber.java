package fr.vigie.phone;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A telephone number in E.164 form. Deliberately not a record: {@link #toString()} redacts it, and no mapper finds a
 * property to serialise, so it leaves in clear only where {@link #e164()} is called.
 */
public final class PhoneNumber {

    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");

    private final String e164;

    /**
     * Wraps a number that was parsed before, such as one decrypted; checks the form only.
     *
     * @throws IllegalArgumentException when it is not of the form {@code +} and 7 to 15 digits; without the number
     */
    public PhoneNumber(String e164) {
        if (!E164.matcher(Objects.requireNonNull(e164, "e164")).matches()) {
            throw new IllegalArgumentException("not a telephone number in E.164 form");
        }
        this.e164 = e164;
    }

    /** The number in clear: {@code +} and digits. For encryption and for the last step before the carrier. */
    public String e164() {
        return e164;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PhoneNumber number && number.e164.equals(e164);
    }

    @Override
    public int hashCode() {
        return e164.hashCode();
    }

    @Override
    public String toString() {
        return "PhoneNumber[***]";
    }
}
