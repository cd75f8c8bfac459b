package fr.vigie.simulators.telephony;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.sip.header.AuthorizationHeader;
import javax.sip.message.Request;

/** Asks callers for the digest (RFC 2617, MD5, with and without qop=auth) of one user's password. */
final class DigestGate {

    static final String REALM = "vigie-simulator";

    private final String user;
    private final String password;
    /** One for the life of the process: that a nonce could be used again harms no one here. */
    private final String nonce;

    /** A null user lets everyone pass. */
    DigestGate(String user, String password) {
        this.user = user;
        this.password = password;
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        this.nonce = HexFormat.of().formatHex(random);
    }

    String nonce() {
        return nonce;
    }

    boolean lets(Request request) {
        if (user == null) {
            return true;
        }
        if (!(request.getHeader(AuthorizationHeader.NAME) instanceof AuthorizationHeader given)
                || !user.equals(given.getUsername())
                || !nonce.equals(given.getNonce())
                || given.getURI() == null
                || given.getResponse() == null) {
            return false;
        }
        String who = md5(user + ":" + REALM + ":" + password);
        String what = md5(request.getMethod() + ":" + given.getURI());
        String expected = given.getQop() == null
                ? md5(who + ":" + nonce + ":" + what)
                : md5(who + ":" + nonce + ":" + String.format("%08x", given.getNonceCount()) + ":" + given.getCNonce()
                        + ":" + given.getQop() + ":" + what);
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII),
                given.getResponse().getBytes(StandardCharsets.US_ASCII));
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has MD5
        }
    }
}
