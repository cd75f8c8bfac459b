package fr.vigie.standalone.cli;

import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** How many recipients a demo or an alert of a benchmark may have. */
final class Counts {
    static final int MOST = 1_000_000;

    private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{0,6}");

    private Counts() {}

    static void require(CommandLine line, int recipients) {
        require(line, "--recipients", recipients, 1);
    }

    /** @throws ParameterException where it is not between the least and a million */
    static void require(CommandLine line, String option, int number, int least) {
        if (number < least || number > MOST) {
            throw new ParameterException(line, option + " must lie between " + least + " and 1000000.");
        }
    }

    /** Reads one of several sizes. */
    static final class Size implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            if (!SIZE.matcher(text).matches() || Integer.parseInt(text) > MOST) {
                throw new TypeConversionException("'" + text + "' is no number from 1 to 1000000"
                        + (text.matches("0[0-9]+") ? "; a comma stands between two sizes: 1000,10000" : ""));
            }
            return Integer.valueOf(text);
        }
    }

    static int largest(List<Integer> sizes) {
        return sizes.stream().mapToInt(each -> each).max().orElseThrow();
    }
}
