package fr.vigie.smpp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The optional parameters of a PDU, in order. */
public record Tlvs(List<Tlv> all) {
    public static final Tlvs NONE = new Tlvs(List.of());

    public Tlvs {
        all = List.copyOf(all);
    }

    public static Tlvs of(Tlv... tlvs) {
        return new Tlvs(List.of(tlvs));
    }

    /** The value of the last parameter with this tag. */
    public Optional<byte[]> octets(int tag) {
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).tag() == tag) {
                return Optional.of(all.get(i).value());
            }
        }
        return Optional.empty();
    }

    /** A C-Octet String, also one that lacks its NUL; empty where there is none, or nothing in it. */
    public Optional<String> text(int tag) {
        return octets(tag)
                .map(value -> new String(value, StandardCharsets.ISO_8859_1))
                .map(value -> value.indexOf('\0') < 0 ? value : value.substring(0, value.indexOf('\0')))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** An octet; empty where the parameter is missing or of another length. */
    public OptionalInt octet(int tag) {
        Optional<byte[]> value = octets(tag).filter(found -> found.length == 1);
        return value.isPresent() ? OptionalInt.of(value.get()[0] & 0xFF) : OptionalInt.empty();
    }
}
