package fr.vigie.dispatch.lines;

import fr.vigie.dispatch.lines.LineTable.Grant;

/**
 * What is shared: equal parts, since every copy takes its work from the same queue and none is busy alone for long.
 *
 * @param total lines of the operator
 * @param urgentShare part of them that only urgent calls use; at least one line, where there are two
 */
record Claim(int total, double urgentShare) {

    /** Lines that calls which are not urgent may hold, in all copies together. */
    int bulk() {
        return total < 2 ? total : total - Math.max(1, (int) Math.round(total * urgentShare));
    }

    /**
     * The part of one copy.
     *
     * @param place of the copy among all, from 0
     */
    Grant part(int place, int copies) {
        return new Grant(part(total, place, copies), part(bulk(), place, copies));
    }

    private static int part(int lines, int place, int copies) {
        return lines / copies + (place < lines % copies ? 1 : 0);
    }
}
