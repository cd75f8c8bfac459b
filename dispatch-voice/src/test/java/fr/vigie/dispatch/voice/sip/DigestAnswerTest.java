package fr.vigie.dispatch.voice.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.vigie.dispatch.voice.sip.DigestAnswer.Challenge;
import org.junit.jupiter.api.Test;

class DigestAnswerTest {
    private static final String NONCE = "dcd98b7102dd2f0e8b11d0f600bfb0c093";

    @Test
    void shouldGiveTheAnswerOfRfc2617Section35() {
        DigestAnswer answer = DigestAnswer.to(
                new Challenge("testrealm@host.com", NONCE, null, "auth,auth-int"),
                "Mufasa",
                "Circle Of Life",
                "GET",
                "/dir/index.html",
                1,
                "0a4f113b");

        assertThat(answer).isEqualTo(new DigestAnswer("6629fae49393a05397450978507c4ef1", "auth", 1));
    }

    @Test
    void shouldGiveTheAnswerOfRfc7616Section391ForSha256() {
        DigestAnswer answer = DigestAnswer.to(
                new Challenge(
                        "http-auth@example.org",
                        "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                        "SHA-256",
                        "auth, auth-int"),
                "Mufasa",
                "Circle of Life",
                "GET",
                "/dir/index.html",
                1,
                "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");

        assertThat(answer.response()).isEqualTo("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    }

    @Test
    void shouldAnswerAnOldChallengeWithoutQop() {
        DigestAnswer answer = DigestAnswer.to(
                new Challenge("testrealm@host.com", NONCE, "md5", null),
                "Mufasa",
                "CircleOfLife",
                "GET",
                "/dir/index.html",
                1,
                "unused");

        // The example of RFC 2069 section 2.4, as its erratum 749 corrects it.
        assertThat(answer).isEqualTo(new DigestAnswer("1949323746fe6a43ef61f9606e7febea", null, 1));
    }

    @Test
    void shouldTellHowOftenTheNonceWasUsed() {
        Challenge challenge = new Challenge("testrealm@host.com", NONCE, null, "auth-int, AUTH");

        DigestAnswer answer =
                DigestAnswer.to(challenge, "Mufasa", "Circle Of Life", "GET", "/dir/index.html", 26, "0a4f113b");

        // By md5sum, of nc=0000001a.
        assertThat(answer).isEqualTo(new DigestAnswer("26da19fec4a52f5ae2b9c89f6f431099", "auth", 26));
    }

    @Test
    void shouldRefuseWhatItCannotAnswer() {
        assertThatThrownBy(() -> answer("MD5-sess", "auth")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> answer("MD5", "auth-int")).isInstanceOf(IllegalArgumentException.class);
    }

    private static DigestAnswer answer(String algorithm, String qop) {
        return DigestAnswer.to(new Challenge("r", "n", algorithm, qop), "u", "p", "INVITE", "sip:x", 1, "c");
    }
}
