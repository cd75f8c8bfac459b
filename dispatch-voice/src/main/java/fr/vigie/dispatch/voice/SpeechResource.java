package fr.vigie.dispatch.voice;

import fr.vigie.dispatch.voice.dialogue.Scripts;
import fr.vigie.dispatch.voice.speech.Rendering;
import fr.vigie.dispatch.voice.speech.Speech;
import fr.vigie.dispatch.voice.speech.SpeechException;
import fr.vigie.service.ProblemException;
import fr.vigie.service.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lets an officer hear what a telephone will say. */
@Path("/api/v1/speech")
@Tag(name = "speech")
public class SpeechResource {
    private static final int RIFF_HEADER_BYTES = 58;
    private static final short WAVE_FORMAT_ALAW = 6;

    /** Texts that are rendered for officers at once: the engine belongs to the calls. */
    private static final int LISTENERS = 8;

    private final Scripts scripts;
    private final Speech speech;
    private final Semaphore listeners = new Semaphore(LISTENERS);

    SpeechResource(Scripts scripts, Speech speech) {
        this.scripts = scripts;
        this.speech = speech;
    }

    /** A text as it will be heard: WAV, A-law, 8 kHz, mono. */
    @GET
    @Produces("audio/wav")
    @RolesAllowed({Roles.REFERENT, Roles.APPROVER})
    @Operation(
            operationId = "speak",
            summary = "Hear a text as a telephone will say it",
            description = "Numbers, times, dates, abbreviations and names in capitals are read as a person would: «"
                    + " 18h55 » is « dix-huit heures cinquante-cinq ».")
    @APIResponse(
            responseCode = "200",
            description = "WAV, A-law, 8 kHz, mono",
            content = @Content(mediaType = "audio/wav", schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(
            responseCode = "422",
            description = "The text is missing, too long, too long for a call when it is spoken (rule duration),"
                    + " holds no words, or holds control characters")
    @APIResponse(responseCode = "503", description = "The engine failed, took too long, or is busy")
    public Uni<byte[]> speak(
            @Parameter(required = true, example = "Comportements de repérage signalés. Un doute : composez le 17.")
                    @QueryParam("text")
                    String text) {
        return spoken(text);
    }

    /** The same for a text of any length: a URL holds some 20,000 bytes, an accent takes six of them. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces("audio/wav")
    @RolesAllowed({Roles.REFERENT, Roles.APPROVER})
    @Operation(
            operationId = "speakText",
            summary = "Hear a text, however long its URL would be",
            description = "As the GET, which the server answers with a bare 414 where its URL is longer than 20,000"
                    + " bytes. Here what is too long is told as a problem.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Words.class),
                            examples = @ExampleObject(name = "an advice", value = Words.EXAMPLE)))
    @APIResponse(
            responseCode = "200",
            description = "WAV, A-law, 8 kHz, mono",
            content = @Content(mediaType = "audio/wav", schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(
            responseCode = "422",
            description = "The text is missing, too long, too long for a call when it is spoken (rule duration),"
                    + " holds no words, or holds control characters")
    @APIResponse(responseCode = "503", description = "The engine failed, took too long, or is busy")
    public Uni<byte[]> speakText(Words words) {
        if (words == null) {
            throw ProblemException.missing("body");
        }
        return spoken(words.text());
    }

    /**
     * What is to be spoken.
     *
     * @param text as it would stand in an alert
     */
    public record Words(String text) {
        static final String EXAMPLE = """
                {"text": "Comportements de repérage signalés. Un doute : composez le 17."}""";
    }

    private Uni<byte[]> spoken(String text) {
        if (text == null || text.isBlank()) {
            throw ProblemException.missing("text");
        }
        if (text.chars().anyMatch(SpeechResource::unprintable)) {
            throw ProblemException.invalid("text", "printable", "must not hold control characters");
        }
        if (!listeners.tryAcquire()) {
            throw ProblemException.unavailable("Too many texts are being listened to");
        }
        CompletableFuture<Rendering> sound = CompletableFuture.completedFuture(text)
                .thenCompose(scripts::preview)
                .whenComplete((rendering, failure) -> listeners.release());
        // A copy: who hangs up cancels what was waited for, and the engine still has its work.
        return Uni.createFrom()
                .completionStage(sound.copy())
                .map(SpeechResource::wav)
                .onFailure(SpeechException.class)
                .transform(failure -> problem((SpeechException) failure));
    }

    private static ProblemException problem(SpeechException failure) {
        return failure.rule()
                .map(rule -> ProblemException.invalid("text", rule, failure.getMessage()))
                .orElseGet(() -> ProblemException.unavailable("The speech engine failed or took too long"));
    }

    private static boolean unprintable(int character) {
        return Character.isISOControl(character) && "\t\n\r".indexOf(character) < 0;
    }

    /** What speaks here. */
    @GET
    @Path("/engine")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Roles.REFERENT, Roles.APPROVER, Roles.OPERATOR})
    @Operation(operationId = "getSpeechEngine", summary = "What speaks; speaks=false means tones instead of words")
    public Speech.Engine engine() {
        return speech.engine();
    }

    /** RIFF with a fact chunk, as formats other than PCM need it. */
    private static byte[] wav(Rendering rendering) {
        byte[] samples = rendering.alaw();
        int padding = samples.length & 1;
        ByteBuffer file = ByteBuffer.allocate(RIFF_HEADER_BYTES + samples.length + padding)
                .order(ByteOrder.LITTLE_ENDIAN);
        chunk(file, "RIFF", RIFF_HEADER_BYTES - 8 + samples.length + padding);
        file.put("WAVE".getBytes(StandardCharsets.US_ASCII));
        chunk(file, "fmt ", 18);
        file.putShort(WAVE_FORMAT_ALAW)
                .putShort((short) 1)
                .putInt(Rendering.SAMPLES_PER_SECOND)
                .putInt(Rendering.SAMPLES_PER_SECOND)
                .putShort((short) 1)
                .putShort((short) 8)
                .putShort((short) 0);
        chunk(file, "fact", 4);
        file.putInt(samples.length);
        chunk(file, "data", samples.length);
        file.put(samples);
        return file.array();
    }

    private static void chunk(ByteBuffer file, String name, int bytes) {
        file.put(name.getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
    }
}
