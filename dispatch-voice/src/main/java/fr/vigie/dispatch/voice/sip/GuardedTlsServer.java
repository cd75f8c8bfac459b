package fr.vigie.dispatch.voice.sip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** As {@link GuardedServer}; a stranger is gone before the first byte of a handshake. */
final class GuardedTlsServer extends SSLServerSocket {
    private final Entrance entrance;
    private final SSLContext tls;
    private final SSLParameters parameters;

    GuardedTlsServer(int port, int backlog, InetAddress address, SSLContext tls, Entrance entrance) throws IOException {
        super(port, backlog, address);
        this.entrance = entrance;
        this.tls = tls;
        this.parameters = tls.getDefaultSSLParameters();
    }

    @Override
    public Socket accept() throws IOException {
        WatchedSocket raw = entrance.next(this::implAccept);
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(raw, null, true);
        socket.setUseClientMode(false);
        socket.setSSLParameters(parameters);
        return socket;
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return parameters.getCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        parameters.setCipherSuites(suites);
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return tls.getSupportedSSLParameters().getCipherSuites();
    }

    @Override
    public String[] getSupportedProtocols() {
        return tls.getSupportedSSLParameters().getProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
        return parameters.getProtocols();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        parameters.setProtocols(protocols);
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        parameters.setNeedClientAuth(need);
    }

    @Override
    public boolean getNeedClientAuth() {
        return parameters.getNeedClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        parameters.setWantClientAuth(want);
    }

    @Override
    public boolean getWantClientAuth() {
        return parameters.getWantClientAuth();
    }

    @Override
    public void setUseClientMode(boolean client) {
        if (client) {
            throw new IllegalArgumentException("who accepts is the server");
        }
    }

    @Override
    public boolean getUseClientMode() {
        return false;
    }

    @Override
    public void setEnableSessionCreation(boolean create) {
        if (!create) {
            throw new IllegalArgumentException("without sessions nobody gets in");
        }
    }

    @Override
    public boolean getEnableSessionCreation() {
        return true;
    }
}
