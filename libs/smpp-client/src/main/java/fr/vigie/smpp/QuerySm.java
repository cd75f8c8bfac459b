package fr.vigie.smpp;

/**
 * Asks what became of a message (section 4.8.1).
 *
 * @param messageId the centre's name for it, as the centre spelt it
 * @param source the source address that it was submitted with
 */
public record QuerySm(String messageId, Address source) implements Request<QuerySm.Answer> {

    /**
     * What the centre knows (section 4.8.2).
     *
     * @param finalDate section 7.1.1; empty while the message is under way
     * @param state message_state (section 5.2.28)
     * @param error the network's error code; 0 for none
     */
    public record Answer(String messageId, String finalDate, int state, int error) {}

    @Override
    public int command() {
        return Command.QUERY_SM;
    }

    @Override
    public void write(PduWriter out) {
        out.text(messageId).address(source);
    }

    @Override
    public Answer answer(PduReader in) throws MalformedPduException {
        return new Answer(in.text(), in.text(), in.octet(), in.octet());
    }
}
