package fr.vigie.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(LocalIssuer.class)
class BodyLimitTest {
    private static final int KIB = 1024;

    @TestHTTPResource
    URI root;

    @ParameterizedTest
    @CsvSource({
        "api/v1/samples,          application/json, 300,   declared",
        "api/v1/samples,          application/json, 300,   chunked",
        "api/v1/samples,          application/json, 20000, declared",
        "api/v1/samples,          application/json, 20000, chunked",
        "api/v1/samples,          application/json, 40000, declared",
        "api/v1/samples,          application/json, 40000, chunked",
        "api/v1/samples/reactive, application/json, 300,   declared",
        "api/v1/samples/reactive, application/json, 300,   chunked",
        "api/v1/samples/reactive, application/json, 20000, chunked",
        "api/v1/samples/text,     text/plain,       300,   declared",
        "api/v1/samples/text,     text/plain,       300,   chunked",
        "api/v1/samples/large,    text/plain,       1100,  declared",
        "api/v1/samples/large,    text/plain,       1100,  chunked",
    })
    void shouldNameBodyAndLimitWhenTheBodyIsTooLarge(String path, String type, int kib, String how)
            throws IOException, InterruptedException {
        HttpResponse<String> response = post(path, type, kib * KIB, how);

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.headers().firstValue("Content-Type")).hasValue(Problem.MEDIA_TYPE);
        assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
        assertThat(response.body()).contains("\"code\":\"BODY_TOO_LARGE\"", "\"field\":\"body\"");
        long limit =
                kib > 32 * KIB && how.equals("declared") ? 32 * KIB * KIB : path.endsWith("large") ? KIB * KIB : 262144;
        assertThat(response.body()).contains("\"rule\":\"max " + limit + " bytes\"");
    }

    @ParameterizedTest
    @CsvSource({
        "api/v1/samples/text,  text/plain, 256,  declared",
        "api/v1/samples/text,  text/plain, 256,  chunked",
        "api/v1/samples/large, text/plain, 1024, declared",
        "api/v1/samples/large, text/plain, 1024, chunked",
    })
    void shouldReadTheBodyWhenItIsJustWithinTheLimit(String path, String type, int kib, String how)
            throws IOException, InterruptedException {
        HttpResponse<String> response = post(path, type, kib * KIB, how);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"length\":" + kib * KIB + "}");
    }

    private HttpResponse<String> post(String path, String type, int bytes, String how)
            throws IOException, InterruptedException {
        byte[] body = body(type, bytes);
        BodyPublisher publisher = how.equals("declared")
                ? BodyPublishers.ofByteArray(body)
                : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
        HttpRequest request = HttpRequest.newBuilder(root.resolve("/" + path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer " + Tokens.referent("15"))
                .header("Content-Type", type)
                .POST(publisher)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** JSON that is good up to the limit: white space first, so that nothing but its length is wrong. */
    private static byte[] body(String type, int bytes) {
        String text = type.equals("application/json") ? " ".repeat(bytes - 2) + "{}" : "x".repeat(bytes);
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
