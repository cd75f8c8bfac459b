package fr.vigie.simulators.smsc;

/**
 * What can be turned while the SMSC runs.
 *
 * @param tps accepted submits a second over all sessions, more are answered ESME_RTHROTTLED; 0 is no limit
 * @param receipts when receipts come, whatever the number says
 * @param idFormat how message ids are written
 * @param receiptDelayMinMillis shortest time from the response to an ordinary receipt
 * @param receiptDelayMaxMillis longest time from the response to an ordinary receipt
 * @param responseDelayMillis time from a submit to its response
 * @param patterns whether the last digits of a number decide; false makes every number ordinary
 * @param queries whether query_sm is known; false answers it with a generic_nack
 */
public record SmscKnobs(
        int tps,
        Receipts receipts,
        IdFormat idFormat,
        int receiptDelayMinMillis,
        int receiptDelayMaxMillis,
        int responseDelayMillis,
        boolean patterns,
        boolean queries) {

    /** When receipts come. */
    public enum Receipts {
        /** After the receipt delay. */
        NORMAL,
        /** Never; query_sm still knows the final state. */
        NONE,
        /** Before the submit response. */
        EARLY,
        /** Ten seconds later than they would. */
        LATE,
        /** Twice. */
        DOUBLE
    }

    /** How message ids are written. */
    public enum IdFormat {
        /** The same decimal number in response and receipt. */
        DECIMAL,
        /** With leading zeros in the response, without in the receipt. */
        PADDED,
        /** The same hexadecimal number in response and receipt. */
        HEX,
        /** Hexadecimal in the response, decimal in the receipt's text, and no receipted_message_id. */
        HEX_THEN_DECIMAL;

        String inResponse(long id) {
            return switch (this) {
                case DECIMAL -> Long.toString(id);
                case PADDED -> String.format("%020d", id);
                case HEX, HEX_THEN_DECIMAL -> Long.toHexString(id);
            };
        }

        String inReceipt(long id) {
            return this == HEX ? Long.toHexString(id) : Long.toString(id);
        }

        boolean hasReceiptedMessageId() {
            return this != HEX_THEN_DECIMAL;
        }
    }

    public SmscKnobs {
        if (tps < 0 || receiptDelayMinMillis < 0 || responseDelayMillis < 0) {
            throw new IllegalArgumentException("tps and delays must not be negative");
        }
        if (receiptDelayMaxMillis < receiptDelayMinMillis) {
            throw new IllegalArgumentException("receiptDelayMaxMillis is below receiptDelayMinMillis");
        }
        receipts = receipts == null ? Receipts.NORMAL : receipts;
        idFormat = idFormat == null ? IdFormat.DECIMAL : idFormat;
    }

    /** Those of an SMSC that knows query_sm. */
    public SmscKnobs(
            int tps,
            Receipts receipts,
            IdFormat idFormat,
            int receiptDelayMinMillis,
            int receiptDelayMaxMillis,
            int responseDelayMillis,
            boolean patterns) {
        this(
                tps,
                receipts,
                idFormat,
                receiptDelayMinMillis,
                receiptDelayMaxMillis,
                responseDelayMillis,
                patterns,
                true);
    }

    /** No limit, receipts after 50 to 300 ms, decimal ids, patterns on. */
    public static SmscKnobs defaults() {
        return new SmscKnobs(0, Receipts.NORMAL, IdFormat.DECIMAL, 50, 300, 0, true);
    }

    public SmscKnobs withTps(int value) {
        return new SmscKnobs(
                value,
                receipts,
                idFormat,
                receiptDelayMinMillis,
                receiptDelayMaxMillis,
                responseDelayMillis,
                patterns,
                queries);
    }

    public SmscKnobs withReceipts(Receipts value) {
        return new SmscKnobs(
                tps,
                value,
                idFormat,
                receiptDelayMinMillis,
                receiptDelayMaxMillis,
                responseDelayMillis,
                patterns,
                queries);
    }

    public SmscKnobs withIdFormat(IdFormat value) {
        return new SmscKnobs(
                tps,
                receipts,
                value,
                receiptDelayMinMillis,
                receiptDelayMaxMillis,
                responseDelayMillis,
                patterns,
                queries);
    }

    public SmscKnobs withReceiptDelayMillis(int min, int max) {
        return new SmscKnobs(tps, receipts, idFormat, min, max, responseDelayMillis, patterns, queries);
    }

    public SmscKnobs withPatterns(boolean value) {
        return new SmscKnobs(
                tps,
                receipts,
                idFormat,
                receiptDelayMinMillis,
                receiptDelayMaxMillis,
                responseDelayMillis,
                value,
                queries);
    }

    public SmscKnobs withQueries(boolean value) {
        return new SmscKnobs(
                tps,
                receipts,
                idFormat,
                receiptDelayMinMillis,
                receiptDelayMaxMillis,
                responseDelayMillis,
                patterns,
                value);
    }
}
