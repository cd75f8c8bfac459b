package fr.vigie.dispatch.sms.bench;

/** Something that submits texts and takes their receipts. */
interface Client extends AutoCloseable {
    /** Starts to submit; tells the tally of each response and each receipt. Returns when all are submitted. */
    void submit(int texts, Tally tally);

    @Override
    void close();
}
