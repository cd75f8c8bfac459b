package fr.vigie.acceptance.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;

/** Every line of the simulators' journals, from their beginning. */
public final class Journals {
    private Journals() {}

    public static List<JsonNode> smsc(Path folder) {
        return Journal.after(folder.resolve(Operators.SMSC), 0);
    }

    public static List<JsonNode> telephones(Path folder) {
        return Journal.after(folder.resolve(Operators.TELEPHONE), 0);
    }
}
