package fr.vigie.simulators.smsc;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.DeliveryReceipt;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.QuerySmResult;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.Session;
import org.jsmpp.session.connection.socket.SocketConnection;
import org.jsmpp.util.InvalidDeliveryReceiptException;

/** A client of the SMSC that is not the simulator's own code: jsmpp, bound as transceiver. */
final class SmppClient implements AutoCloseable {

    /** A receipt as it came in. */
    record Seen(String textId, String tlvId, String status, String error, int state, int reference, long atNanos) {}

    private final SMPPSession session = new SMPPSession((host, port) -> {
        Socket socket = new Socket(host, port);
        socket.setTcpNoDelay(true);
        return new SocketConnection(socket);
    });
    final List<Seen> receipts = new CopyOnWriteArrayList<>();
    final List<Written> written = new CopyOnWriteArrayList<>();
    private Runnable onReceipt = () -> {};

    SmppClient(int port, String password) throws IOException {
        session.setTransactionTimer(2_000);
        session.setPduProcessorDegree(10);
        session.setMessageReceiverListener(new Listener());
        session.connectAndBind(
                "127.0.0.1",
                port,
                new BindParameter(
                        BindType.BIND_TRX,
                        "vigie",
                        password,
                        "",
                        TypeOfNumber.UNKNOWN,
                        NumberingPlanIndicator.UNKNOWN,
                        null));
    }

    static SmppClient of(SmscSimulator smsc) throws IOException {
        return new SmppClient(smsc.port(), "vigie");
    }

    /** What a telephone wrote. */
    record Written(String from, String to, int dataCoding, String text) {}

    void onReceipt(Runnable action) {
        onReceipt = action;
    }

    SMPPSession session() {
        return session;
    }

    /** Submits a short text in ASCII and returns the message id. */
    String submit(String destination)
            throws PDUException, ResponseTimeoutException, InvalidResponseException, NegativeResponseException,
                    IOException {
        return submit(destination, 0, 0, "Soyez vigilants".getBytes(StandardCharsets.US_ASCII));
    }

    /** Submits with a number as sender, which a telephone can answer. */
    void submitFromNumber(String source, String destination)
            throws PDUException, ResponseTimeoutException, InvalidResponseException, NegativeResponseException,
                    IOException {
        submit(source, destination, 0, 0, "Soyez vigilants".getBytes(StandardCharsets.US_ASCII));
    }

    String submit(String destination, int esmClass, int dataCoding, byte[] message, OptionalParameter... tlvs)
            throws PDUException, ResponseTimeoutException, InvalidResponseException, NegativeResponseException,
                    IOException {
        return submit("VIGIE", destination, esmClass, dataCoding, message, tlvs);
    }

    private String submit(
            String source, String destination, int esmClass, int dataCoding, byte[] message, OptionalParameter... tlvs)
            throws PDUException, ResponseTimeoutException, InvalidResponseException, NegativeResponseException,
                    IOException {
        return session.submitShortMessage(
                        "",
                        source.equals("VIGIE") ? TypeOfNumber.ALPHANUMERIC : TypeOfNumber.INTERNATIONAL,
                        NumberingPlanIndicator.UNKNOWN,
                        source,
                        TypeOfNumber.INTERNATIONAL,
                        NumberingPlanIndicator.ISDN,
                        destination,
                        new ESMClass(esmClass),
                        (byte) 0,
                        (byte) 0,
                        null,
                        null,
                        new RegisteredDelivery(SMSCDeliveryReceipt.SUCCESS_FAILURE),
                        (byte) 0,
                        new RawDataCoding((byte) dataCoding),
                        (byte) 0,
                        message,
                        tlvs)
                .getMessageId();
    }

    QuerySmResult query(String messageId)
            throws PDUException, ResponseTimeoutException, InvalidResponseException, NegativeResponseException,
                    IOException {
        return session.queryShortMessage(messageId, TypeOfNumber.ALPHANUMERIC, NumberingPlanIndicator.UNKNOWN, "VIGIE");
    }

    @Override
    public void close() {
        session.unbindAndClose();
    }

    private final class Listener implements MessageReceiverListener {

        @Override
        public void onAcceptDeliverSm(DeliverSm deliver) {
            if (!deliver.isSmscDeliveryReceipt()) {
                written.add(new Written(
                        deliver.getSourceAddr(),
                        deliver.getDestAddress(),
                        deliver.getDataCoding(),
                        new String(
                                deliver.getShortMessage(),
                                deliver.getDataCoding() == 8 ? StandardCharsets.UTF_16BE : StandardCharsets.US_ASCII)));
                return;
            }
            try {
                DeliveryReceipt receipt = deliver.getShortMessageAsDeliveryReceipt();
                OptionalParameter.Receipted_message_id id =
                        deliver.getOptionalParameter(OptionalParameter.Receipted_message_id.class);
                OptionalParameter.Message_state state =
                        deliver.getOptionalParameter(OptionalParameter.Message_state.class);
                OptionalParameter.User_message_reference reference =
                        deliver.getOptionalParameter(OptionalParameter.User_message_reference.class);
                receipts.add(new Seen(
                        receipt.getId(),
                        id == null ? null : id.getValueAsString(),
                        receipt.getFinalStatus().name(),
                        receipt.getError(),
                        state.getValue(),
                        reference == null ? -1 : reference.getValue() & 0xFFFF,
                        System.nanoTime()));
                onReceipt.run();
            } catch (InvalidDeliveryReceiptException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void onAcceptAlertNotification(AlertNotification alert) {}

        @Override
        public DataSmResult onAcceptDataSm(DataSm dataSm, Session source) {
            throw new IllegalStateException("data_sm is not expected");
        }
    }
}
