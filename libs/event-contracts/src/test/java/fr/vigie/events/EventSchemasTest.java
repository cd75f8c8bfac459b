package fr.vigie.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import fr.vigie.events.EventJson.MalformedEventException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventSchemasTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> TOPICS = Topics.ALL;

    static List<Golden> files() {
        return Golden.all();
    }

    static List<Golden> fullFiles() {
        return Golden.full();
    }

    @Test
    void shouldHaveAFullAndAMinimalFileOfTheFirstVersionForEveryTopic() {
        assertThat(Golden.all().stream().map(Golden::toString))
                .containsAll(TOPICS.stream()
                        .flatMap(topic -> List.of(topic + "/full.json", topic + "/minimal.json").stream())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldReadWhatTheFirstVersionWroteAndWriteItAgain(Golden golden) throws Exception {
        Object event = EventJson.read(golden.bytes(), golden.type());

        ObjectNode expected = golden.json().deepCopy();
        if (event instanceof AlertAccepted && !expected.has("references")) {
            expected.putArray("references");
        }
        assertThat(tree(EventJson.write(event))).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldWriteEventsThatTheirOwnSchemaAccepts(Golden golden) throws Exception {
        JsonNode written = tree(EventJson.write(EventJson.read(golden.bytes(), golden.type())));

        assertThat(faults(golden.topic(), written)).isEmpty();
        assertThat(faults(golden.topic(), golden.json())).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("TOPICS")
    void shouldFillEveryFieldOfTheRecordInTheFullFiles(String topic) throws Exception {
        Set<String> filled = new TreeSet<>();
        Set<String> fields = new TreeSet<>();
        for (Golden golden : Golden.full()) {
            if (golden.topic().equals(topic)) {
                Object event = EventJson.read(golden.bytes(), golden.type());
                for (var component : golden.type().getRecordComponents()) {
                    fields.add(component.getName());
                    if (component.getAccessor().invoke(event) != null) {
                        filled.add(component.getName());
                    }
                }
            }
        }
        assertThat(filled).isEqualTo(fields).isNotEmpty();
    }

    @ParameterizedTest
    @FieldSource("TOPICS")
    void shouldDescribeInTheSchemaExactlyTheFieldsOfTheRecord(String topic) {
        JsonNode schema = schema(topic);

        Set<String> described = new TreeSet<>();
        schema.get("properties").fieldNames().forEachRemaining(described::add);
        assertThat(described)
                .isEqualTo(new TreeSet<>(Arrays.stream(Golden.type(topic).getRecordComponents())
                        .map(component -> component.getName())
                        .toList()));
        assertThat(schema.get("properties"))
                .allSatisfy(
                        field -> assertThat(field.path("description").asText()).isNotBlank());
    }

    @ParameterizedTest
    @FieldSource("TOPICS")
    void shouldListInTheSchemaExactlyTheConstantsOfEachEnum(String topic) {
        JsonNode fields = schema(topic).get("properties");

        for (var component : Golden.type(topic).getRecordComponents()) {
            if (component.getType().isEnum()) {
                List<String> listed = new ArrayList<>();
                fields.get(component.getName()).get("enum").forEach(value -> listed.add(value.asText()));
                assertThat(listed)
                        .as(component.getName())
                        .containsExactly(Arrays.stream(component.getType().getEnumConstants())
                                .map(Object::toString)
                                .toArray(String[]::new));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fullFiles")
    void shouldRefuseAnEventWithoutARequiredFieldAndAcceptOneWithoutAnOptional(Golden golden) {
        Set<String> required = new TreeSet<>();
        schema(golden.topic()).get("required").forEach(name -> required.add(name.asText()));
        // Of alternatives, the one that is there.
        schema(golden.topic())
                .path("oneOf")
                .forEach(either -> either.get("required").forEach(name -> {
                    if (golden.json().has(name.asText())) {
                        required.add(name.asText());
                    }
                }));

        golden.json().fieldNames().forEachRemaining(name -> {
            ObjectNode without = golden.json().deepCopy();
            without.remove(name);
            ObjectNode withNull = golden.json().deepCopy();
            withNull.putNull(name);
            if (required.contains(name)) {
                assertRefused(golden, name, without);
                assertRefused(golden, name, withNull);
            } else {
                assertThat(faults(golden.topic(), without)).isEmpty();
                assertThatCode(() -> EventJson.read(bytes(without), golden.type()))
                        .doesNotThrowAnyException();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("fullFiles")
    void shouldRefuseAnEventWithAFieldOfAnotherType(Golden golden) {
        golden.json().fields().forEachRemaining(field -> {
            for (JsonNode wrong : wrongFor(field.getValue())) {
                ObjectNode changed = golden.json().deepCopy();
                changed.set(field.getKey(), wrong);
                assertRefused(golden, field.getKey() + "=" + wrong, changed);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldReadAnEventOfALaterVersionThatHasMoreFields(Golden golden) throws Exception {
        ObjectNode later = golden.json().deepCopy();
        later.put("addedLater", "x").putObject("alsoAdded").put("n", 1);

        Object event = EventJson.read(bytes(later), golden.type());

        assertThat(event).isEqualTo(EventJson.read(golden.bytes(), golden.type()));
        assertThat(faults(golden.topic(), later)).isEmpty();
    }

    @Test
    void shouldReadAFailureReasonOfALaterVersionAsUnspecified() throws Exception {
        ObjectNode later = full(Topics.DELIVERY_EVENTS).json().deepCopy();
        later.put("reason", "EATEN_BY_THE_DOG");

        assertThat(EventJson.read(bytes(later), DeliveryEvent.class).reason()).isEqualTo(FailureReason.UNSPECIFIED);
    }

    @Test
    void shouldRefuseAStateOfALaterVersionRatherThanGuess() {
        ObjectNode later = full(Topics.DELIVERY_EVENTS).json().deepCopy();
        later.put("state", "TELEPATHIC");

        assertThatThrownBy(() -> EventJson.read(bytes(later), DeliveryEvent.class))
                .isInstanceOf(MalformedEventException.class);
    }

    @Test
    void shouldRefuseWhatIsNoEventAndNotRepeatItsContent() {
        for (String text : List.of("", "null", "[]", "7", "\"+33639980001\"", "{", "{} {}", "+33639980001")) {
            assertThatThrownBy(() ->
                            EventJson.read(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), AlertControl.class))
                    .as(text)
                    .isInstanceOf(MalformedEventException.class)
                    .hasMessageNotContaining("33639980001");
        }
        assertThatThrownBy(() -> EventJson.read(null, AlertControl.class)).isInstanceOf(MalformedEventException.class);
    }

    @Test
    void shouldRefuseAnEventAboutAMerchantAndANumberAtOnce() {
        Golden golden = full(Topics.SUBSCRIBER_EVENTS);
        ObjectNode both = golden.json().deepCopy();
        both.put("recipientId", "5a1d2c3b-4e5f-4a6b-8c7d-9e0f1a2b3c4d").put("numberDigest", "0".repeat(64));

        assertRefused(golden, "both", both);
    }

    @Test
    void shouldRefuseANumberThatIsNoDigest() {
        Golden golden = full(Topics.SUBSCRIBER_EVENTS);
        for (String clear : List.of("+33639980001", "0".repeat(63), "A".repeat(64), "")) {
            ObjectNode event = golden.json().deepCopy();
            event.remove("recipientId");
            assertRefused(golden, clear, event.put("numberDigest", clear));
        }
    }

    @Test
    void shouldRefuseAnAreaOfAnUnknownType() {
        ObjectNode alert = full(Topics.ALERT_ACCEPTED).json().deepCopy();
        alert.putObject("area").put("type", "PLANET").put("name", "Mars");

        assertRefused(full(Topics.ALERT_ACCEPTED), "area", alert);
    }

    private static void assertRefused(Golden golden, String what, ObjectNode event) {
        assertThatThrownBy(() -> EventJson.read(bytes(event), golden.type()))
                .as("reading %s with %s", golden.topic(), what)
                .isInstanceOf(MalformedEventException.class);
        assertThat(faults(golden.topic(), event))
                .as("schema of %s with %s", golden.topic(), what)
                .isNotEmpty();
    }

    private static List<JsonNode> wrongFor(JsonNode value) {
        JsonNode object = MAPPER.createObjectNode().put("x", 1);
        JsonNode text = TextNode.valueOf("nonsense");
        if (value.isTextual()) {
            return List.of(IntNode.valueOf(12), BooleanNode.TRUE, object, MAPPER.createArrayNode());
        }
        if (value.isInt()) {
            return List.of(
                    TextNode.valueOf("3"),
                    TextNode.valueOf(""),
                    MAPPER.getNodeFactory().numberNode(1.5),
                    object);
        }
        if (value.isBoolean()) {
            return List.of(TextNode.valueOf("true"), IntNode.valueOf(1), object);
        }
        return List.of(text, TextNode.valueOf(""), IntNode.valueOf(1));
    }

    private static Golden full(String topic) {
        return Golden.full().stream()
                .filter(golden -> golden.topic().equals(topic))
                .findFirst()
                .orElseThrow();
    }

    private static Set<ValidationMessage> faults(String topic, JsonNode event) {
        SchemaValidatorsConfig config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema(topic), config);
        return schema.validate(event);
    }

    private static JsonNode schema(String topic) {
        try (InputStream in = EventSchemasTest.class.getResourceAsStream(Topics.schemaOf(topic))) {
            return MAPPER.readTree(in);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static JsonNode tree(byte[] json) throws IOException {
        return MAPPER.readTree(json);
    }

    private static byte[] bytes(JsonNode json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
