package fr.vigie.service;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Says once, for every operation of every service, what its errors look like. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class ProblemsInDescription implements OASFilter {
    private static final String PROBLEM = "Problem";

    @Override
    public void filterOpenAPI(OpenAPI description) {
        if (description.getPaths() == null || description.getPaths().getPathItems() == null) {
            return;
        }
        if (description.getComponents() == null) {
            description.setComponents(OASFactory.createComponents());
        }
        description.getComponents().addSchema(PROBLEM, problem());
        description.getPaths().getPathItems().values().stream()
                .map(PathItem::getOperations)
                .flatMap(operations -> operations.values().stream())
                .forEach(ProblemsInDescription::addProblems);
    }

    private static void addProblems(Operation operation) {
        APIResponses responses = operation.getResponses();
        if (responses == null) {
            responses = OASFactory.createAPIResponses();
            operation.setResponses(responses);
        }
        if (operation.getSecurity() != null && !operation.getSecurity().isEmpty()) {
            replaceBare(responses, "401", "No token, or not a valid one", ProblemCode.UNAUTHENTICATED);
            replaceBare(responses, "403", "The token's roles or territory do not allow this", ProblemCode.FORBIDDEN);
        }
        if (responses.getAPIResponse("400") != null) {
            replaceBare(responses, "400", "The body or a parameter cannot be read", ProblemCode.WRONG_TYPE);
        }
        replaceBare(responses, "default", "Any other failure", ProblemCode.INTERNAL);
    }

    /** Quarkus describes 401 and 403 by a title alone; what a service described itself stays. */
    private static void replaceBare(APIResponses responses, String status, String description, ProblemCode example) {
        APIResponse given = responses.getAPIResponse(status);
        if (given == null || (given.getContent() == null && given.getRef() == null)) {
            responses.addAPIResponse(
                    status,
                    OASFactory.createAPIResponse()
                            .description(description)
                            .content(OASFactory.createContent()
                                    .addMediaType(
                                            Problem.MEDIA_TYPE,
                                            OASFactory.createMediaType()
                                                    .example(example(example))
                                                    .schema(OASFactory.createSchema()
                                                            .ref("#/components/schemas/" + PROBLEM)))));
        }
    }

    private static Map<String, Object> example(ProblemCode code) {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("type", code.type());
        example.put("title", code.title());
        example.put("status", code.status());
        example.put("code", code.name());
        return example;
    }

    private static Schema problem() {
        Schema fault = object("One fault of the request")
                .addProperty("field", text("Path of the field, or body, or the parameter's name", "area.radiusMeters"))
                .addProperty("rule", text("The rule that is broken", "max 200"))
                .addProperty("message", text("One sentence for a person", "must be at most 200 km"));
        return object("RFC 9457 problem details")
                .addProperty("type", text("URI of the kind of problem", ProblemCode.INVALID_FIELD.type()))
                .addProperty("title", text("The same for every occurrence", ProblemCode.INVALID_FIELD.title()))
                .addProperty(
                        "status",
                        OASFactory.createSchema().addType(SchemaType.INTEGER).addExample(422))
                .addProperty("detail", text("What happened this time", "1 fault"))
                .addProperty("instance", text("The incident's URI, where one was logged", null))
                .addProperty("code", codes())
                .addProperty(
                        "errors",
                        OASFactory.createSchema().addType(SchemaType.ARRAY).items(fault))
                .required(List.of("type", "title", "status", "code"));
    }

    private static Schema codes() {
        Schema codes = text("Stable code", ProblemCode.INVALID_FIELD.name());
        for (ProblemCode code : ProblemCode.values()) {
            codes.addEnumeration(code.name());
        }
        return codes;
    }

    private static Schema object(String description) {
        return OASFactory.createSchema().addType(SchemaType.OBJECT).description(description);
    }

    private static Schema text(String description, String example) {
        Schema schema = OASFactory.createSchema().addType(SchemaType.STRING).description(description);
        return example == null ? schema : schema.addExample(example);
    }
}
