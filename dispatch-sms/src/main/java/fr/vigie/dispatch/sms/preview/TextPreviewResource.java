package fr.vigie.dispatch.sms.preview;

import fr.vigie.dispatch.sms.preview.TextPreview.NoProposal;
import fr.vigie.dispatch.sms.preview.TextPreview.Offender;
import fr.vigie.dispatch.sms.preview.TextPreview.Proposal;
import fr.vigie.dispatch.sms.preview.TextPreview.Reason;
import fr.vigie.dispatch.sms.preview.TextPreview.Unit;
import fr.vigie.service.Problem;
import fr.vigie.service.ProblemException;
import fr.vigie.service.Roles;
import fr.vigie.text.sms.Concatenation;
import fr.vigie.text.sms.SmsText;
import fr.vigie.text.sms.Transliteration;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Measures texts by the same counter that sends them. Stores nothing. */
@Path("/api/v1/texts/preview")
@Tag(name = "Texts")
public class TextPreviewResource {

    @POST
    @Blocking
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Roles.REFERENT, Roles.APPROVER, Roles.INTEGRATION})
    @Operation(
            operationId = "previewText",
            summary = "What a text would become as SMS",
            description = "Encoding, length, parts, the characters that make it UCS-2, and a text that could stand"
                    + " instead, as differences to show. Nothing is stored, and nothing is ever replaced by itself.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PreviewRequest.class),
                            examples = @ExampleObject(name = "a drill", value = PreviewRequest.EXAMPLE)))
    @APIResponse(
            responseCode = "200",
            description = "Measured",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TextPreview.class),
                            examples = @ExampleObject(name = "a drill", value = TextPreview.EXAMPLE)))
    @APIResponse(
            responseCode = "422",
            description = "The text is missing, blank, too long, or has what cannot be shown",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public TextPreview preview(PreviewRequest request) {
        if (request == null) {
            throw ProblemException.missing("body");
        }
        request.check();
        String text = request.asSent();
        Concatenation joined = request.joined();
        SmsText measured = SmsText.of(text, joined);
        Transliteration found = Transliteration.of(text, joined);
        return new TextPreview(
                text,
                measured.encoding(),
                Unit.of(measured.encoding()),
                measured.units(),
                joined,
                TextPreview.parts(measured),
                TextPreview.remaining(measured, joined),
                Offender.of(measured.offenders()),
                proposal(found, joined),
                noProposal(found));
    }

    private static Proposal proposal(Transliteration found, Concatenation joined) {
        if (!(found instanceof Transliteration.Proposal proposal)) {
            return null;
        }
        SmsText text = proposal.text();
        return new Proposal(
                proposal.proposed(),
                text.encoding(),
                Unit.of(text.encoding()),
                text.units(),
                text.parts().size(),
                TextPreview.remaining(text, joined),
                proposal.replacements());
    }

    private static NoProposal noProposal(Transliteration found) {
        if (found instanceof Transliteration.NotNeeded) {
            return new NoProposal(Reason.NOT_NEEDED, "All of it is in the GSM alphabet", List.of());
        }
        if (found instanceof Transliteration.NoEquivalent lost) {
            return new NoProposal(
                    Reason.NO_EQUIVALENT,
                    "Nothing can stand for some characters: remove them, or keep the text as it is",
                    Offender.of(lost.characters()));
        }
        if (found instanceof Transliteration.Longer longer) {
            return new NoProposal(
                    Reason.LONGER, "In the GSM alphabet it would take " + longer.parts() + " parts", List.of());
        }
        return null;
    }
}
