package fr.vigie.smpp;

/**
 * What may be asked within the window.
 *
 * @param <T> what the centre answers
 */
sealed interface Request<T> permits SubmitSm, QuerySm {
    int command();

    void write(PduWriter out);

    T answer(PduReader in) throws MalformedPduException;
}
