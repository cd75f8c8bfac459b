package fr.vigie.smpp;

/** Sequence numbers of a session's own requests (section 5.1.4): 1 to 0x7FFFFFFF, then from 1 again. */
final class Sequence {
    private int last;
    private boolean wrapped;

    int next() {
        if (last == Integer.MAX_VALUE) {
            last = 0;
            wrapped = true;
        }
        return ++last;
    }

    /** Whether a request may have had this number. */
    boolean used(int number) {
        return number > 0 && (wrapped || number <= last);
    }
}
