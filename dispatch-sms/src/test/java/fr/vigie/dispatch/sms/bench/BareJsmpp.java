package fr.vigie.dispatch.sms.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.Session;
import org.jsmpp.session.connection.socket.SocketConnection;

/** The library as it is, used well: no delay on the socket, and as many threads as the window. */
final class BareJsmpp implements Client {
    private static final int MOST_RECEIVERS = 128;
    private static final int WAITING_PDUS = 10_000;
    private static final long PATIENCE_MILLIS = 30_000;

    private final SMPPSession session;
    private final int window;
    private volatile Tally tally;

    BareJsmpp(Account account, int window) {
        this.window = window;
        session = new SMPPSession((host, port) -> {
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(host, port));
            return new SocketConnection(socket);
        });
        session.setPduProcessorDegree(Math.min(MOST_RECEIVERS, Math.max(8, window)));
        session.setQueueCapacity(WAITING_PDUS);
        session.setTransactionTimer(PATIENCE_MILLIS);
        session.setMessageReceiverListener(new Receiver());
        try {
            var unused = session.connectAndBind(
                    account.host(),
                    account.port(),
                    new BindParameter(
                            BindType.BIND_TRX,
                            account.systemId(),
                            account.password(),
                            "",
                            TypeOfNumber.UNKNOWN,
                            NumberingPlanIndicator.UNKNOWN,
                            null,
                            InterfaceVersion.IF_34));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void submit(int texts, Tally counting) {
        tally = counting;
        AtomicInteger left = new AtomicInteger(texts);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < window; i++) {
            Thread thread = new Thread(() -> work(left), "submit-" + i);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private void work(AtomicInteger left) {
        byte[] text = RealCarrier.TEXT.getBytes(StandardCharsets.US_ASCII);
        for (int mine = left.getAndDecrement(); mine > 0; mine = left.getAndDecrement()) {
            try {
                var unused = session.submitShortMessage(
                        "",
                        TypeOfNumber.ALPHANUMERIC,
                        NumberingPlanIndicator.UNKNOWN,
                        "VIGIE",
                        TypeOfNumber.INTERNATIONAL,
                        NumberingPlanIndicator.ISDN,
                        RealCarrier.number(mine).substring(1),
                        new ESMClass(),
                        (byte) 0,
                        (byte) 1,
                        null,
                        "000000010000000R",
                        new RegisteredDelivery(SMSCDeliveryReceipt.SUCCESS_FAILURE),
                        (byte) 0,
                        new RawDataCoding((byte) 0),
                        (byte) 0,
                        text);
                tally.taken();
            } catch (Exception e) {
                tally.refused();
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        session.unbindAndClose();
    }

    private final class Receiver implements MessageReceiverListener {
        @Override
        public void onAcceptDeliverSm(DeliverSm deliverSm) {
            tally.receipt();
        }

        @Override
        public void onAcceptAlertNotification(AlertNotification alertNotification) {
            // None come.
        }

        @Override
        public DataSmResult onAcceptDataSm(DataSm dataSm, Session source) {
            throw new IllegalStateException("no data_sm is expected");
        }
    }
}
