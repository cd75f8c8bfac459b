package fr.vigie.dispatch.voice.trunk;

/** Takes the record of each try. Returns at once, and never fails: a record is not worth a call. */
public interface CallLog {
    /** Writes a call down whose INVITE is about to go out. Its end will be told. */
    void begun(CallDetail call);

    /** Writes a try down that is over, in place of what was known when it began. */
    void ended(CallDetail call);
}
