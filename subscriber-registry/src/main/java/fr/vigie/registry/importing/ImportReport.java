package fr.vigie.registry.importing;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of a file. Never repeats what stood in a cell.
 *
 * @param lines lines read, without the header
 * @param imported lines stored
 * @param updated how many of them replaced a merchant who was there before
 * @param rejected lines with a fault
 * @param errors the first 1,000 faults
 * @param moreErrors how many more there are
 */
@Schema(name = "ImportReport", example = """
        {"lines":3,"imported":2,"updated":0,"rejected":1,"moreErrors":0,
         "errors":[{"line":3,"column":"number1","code":"NUMBER_INVALID","message":"This number is not assigned or has the wrong length."}]}
        """)
public record ImportReport(int lines, int imported, int updated, int rejected, List<LineError> errors, int moreErrors) {
    public ImportReport {
        errors = List.copyOf(errors);
    }

    /**
     * One fault.
     *
     * @param line line of the file, the header being 1
     * @param column the column's English name; {@code cell 12} for one that stands beyond the header
     * @param code stable code
     * @param message one sentence
     */
    @Schema(name = "LineError")
    public record LineError(int line, String column, String code, String message) {}
}
