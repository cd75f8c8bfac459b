package fr.vigie.dispatch.voice.trunk;

/** Takes the record of each try. */
public interface CallLog {
    /** Writes a try down. Returns at once, and never fails: a record is not worth a call. */
    void add(CallDetail call);
}
