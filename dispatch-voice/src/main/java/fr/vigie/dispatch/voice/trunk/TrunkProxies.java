package fr.vigie.dispatch.voice.trunk;

import fr.vigie.dispatch.carrier.LinkState;
import fr.vigie.dispatch.voice.sip.CallEnd;
import fr.vigie.dispatch.voice.sip.CallRoute;
import fr.vigie.dispatch.voice.sip.Proxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A trunk's proxies in the order of preference: a call goes to the first that is well, and from there to the next. */
final class TrunkProxies {
    private final List<ProxyHealth> all;

    TrunkProxies(List<ProxyHealth> all) {
        this.all = List.copyOf(all);
    }

    /** Whether one of them takes calls. */
    boolean up() {
        return all.stream().anyMatch(ProxyHealth::up);
    }

    /** How each stands, by its place in the configuration, from 1. */
    List<LinkState> links(boolean closed) {
        List<LinkState> links = new ArrayList<>();
        for (ProxyHealth each : all) {
            links.add(each.link(Integer.toString(links.size() + 1), closed));
        }
        return links;
    }

    /** The way of one call. */
    Route route(UUID deliveryId) {
        return new Route(deliveryId);
    }

    void stop() {
        all.forEach(ProxyHealth::stop);
    }

    /** The way of one call; judges each proxy on it. */
    final class Route implements CallRoute {
        private final UUID deliveryId;
        private final Set<ProxyHealth> tried = new HashSet<>();
        private ProxyHealth current;
        private long ticket;

        private Route(UUID deliveryId) {
            this.deliveryId = deliveryId;
            this.current = all.stream().filter(ProxyHealth::up).findFirst().orElse(all.get(0));
        }

        @Override
        public synchronized Proxy first() {
            return begin(current);
        }

        @Override
        public Optional<Proxy> after(CallEnd end, boolean again) {
            // Outside the lock: judging may touch timers and connections.
            current().judge(deliveryId, end, ticket());
            return again && another(end) ? next() : Optional.empty();
        }

        /** Whether the proxy that was tried last has trouble of its own. */
        boolean troubled() {
            return current().troubled();
        }

        /** Whether the proxy that was tried last refuses our account, whoever is called. */
        boolean accountRefused() {
            return current().accountRefused();
        }

        /** Whether the proxy that was tried last has put this delivery off, and no one else, for long enough. */
        boolean putOffAlone() {
            return current().putOffAlone(deliveryId);
        }

        /** Whether the proxy that was tried last forbids this delivery's calls, and no one else's. */
        boolean refusedAlone() {
            return current().refusedAlone(deliveryId);
        }

        private synchronized ProxyHealth current() {
            return current;
        }

        private synchronized long ticket() {
            return ticket;
        }

        private synchronized Optional<Proxy> next() {
            return all.stream()
                    .filter(each -> !tried.contains(each) && each.up())
                    .findFirst()
                    .map(this::begin);
        }

        private Proxy begin(ProxyHealth proxy) {
            current = proxy;
            if (tried.add(proxy)) {
                ticket = proxy.tried();
            }
            return proxy.proxy();
        }

        /** 503, or it never left us (RFC 3263 section 4.3). A 503 whose cause names the number is an answer. */
        private static boolean another(CallEnd end) {
            if (end instanceof CallEnd.NotSent) {
                return true;
            }
            if (!(end instanceof CallEnd.Refused refused) || refused.status() != 503) {
                return false;
            }
            CallVerdict verdict = CallVerdict.of(503, refused.q850(), refused.retryAfter() != null);
            return verdict == CallVerdict.TROUBLE || verdict == CallVerdict.THROTTLED;
        }
    }
}
