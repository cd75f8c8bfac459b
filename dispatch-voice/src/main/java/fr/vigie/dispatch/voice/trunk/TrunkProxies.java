package fr.vigie.dispatch.voice.trunk;

import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.carrier.LinkState;
import fr.vigie.dispatch.voice.sip.CallEnd;
import fr.vigie.dispatch.voice.sip.CallRoute;
import fr.vigie.dispatch.voice.sip.Proxy;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
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

    /** Whether one of them lets a call through now. */
    boolean up() {
        return all.stream().anyMatch(ProxyHealth::up);
    }

    /** Whether one of them takes more than a call that has to show whether calls are taken. */
    boolean wideOpen() {
        return all.stream().anyMatch(ProxyHealth::wideOpen);
    }

    /** How each stands, by its place in the configuration, from 1. */
    List<LinkState> links(boolean closed) {
        List<LinkState> links = new ArrayList<>();
        for (ProxyHealth each : all) {
            links.add(each.link(Integer.toString(links.size() + 1), closed));
        }
        return links;
    }

    /** The way of one call, which is to be closed when the call is over; empty where none of them lets it through. */
    Optional<Route> route(UUID deliveryId) {
        Route route = new Route(deliveryId);
        return route.enter() ? Optional.of(route) : Optional.empty();
    }

    void stop() {
        all.forEach(ProxyHealth::stop);
    }

    /** The way of one call; judges each proxy on it. */
    final class Route implements CallRoute {
        private final UUID deliveryId;
        private final Set<ProxyHealth> tried = new HashSet<>();
        private ProxyHealth current;
        private long pass;

        private Route(UUID deliveryId) {
            this.deliveryId = deliveryId;
        }

        /** Whether the call may begin now: by another proxy where the first one has closed meanwhile. */
        synchronized boolean open() {
            if (current.honours(pass)) {
                return true;
            }
            current.leave(pass);
            return enter();
        }

        private synchronized boolean enter() {
            for (ProxyHealth each : all) {
                long entered = tried.contains(each) ? Gate.CLOSED : each.enter();
                if (entered != Gate.CLOSED) {
                    current = each;
                    pass = entered;
                    return true;
                }
            }
            return false;
        }

        /** The call is over, or never began. */
        synchronized void close() {
            current.leave(pass);
        }

        @Override
        public synchronized Proxy first() {
            return begin();
        }

        private Proxy begin() {
            if (tried.add(current)) {
                current.begun();
            }
            return current.proxy();
        }

        @Override
        public void taken() {
            current().taken(pass());
        }

        @Override
        public Optional<Proxy> after(CallEnd end, boolean again) {
            // Outside the lock: judging may touch timers and connections.
            current().judge(deliveryId, end, pass());
            return again && another(end) ? next() : Optional.empty();
        }

        private synchronized Optional<Proxy> next() {
            return enter() ? Optional.of(begin()) : Optional.empty();
        }

        private synchronized ProxyHealth current() {
            return current;
        }

        private synchronized long pass() {
            return pass;
        }

        /** 503, or it never left us (RFC 3263 section 4.3). A 503 whose cause names the number is an answer. */
        private static boolean another(CallEnd end) {
            return end instanceof CallEnd.NotSent
                    || end instanceof CallEnd.Refused refused
                            && refused.status() == 503
                            && CallVerdict.of(refused).trunksTrouble();
        }

        /**
         * Who pays for a call that never rang. A 5xx counts as a try of the merchant's unless the proxy that was tried
         * last is in trouble, whatever wait it asks for; a wish to wait does where it is this number's alone, again and
         * again. So does a challenge unless our account is refused to all, and a call that is forbidden more than once
         * while those of others are taken. A number that nobody has is given up, unless several merchants' in a row are
         * nobody's: then each is a try, since a dial plan can be put right.
         */
        HandOverOutcome blame(HandOverOutcome outcome) {
            ProxyHealth proxy = current();
            if (outcome instanceof Final ended && ended.reason() == FailureReason.NUMBER_DEAD && proxy.knowsNobody()) {
                return new Temporary(DeliveryState.UNREACHABLE, ended.reason(), true, null);
            }
            if (!(outcome instanceof Temporary failed)) {
                return outcome;
            }
            if (failed.state() != null) {
                return failed.reason() == FailureReason.CARRIER_REFUSED_US && proxy.accountRefused()
                        ? new Temporary(null, failed.reason(), false, failed.retryAfter())
                        : failed;
            }
            boolean theirs = switch (failed.reason()) {
                case CARRIER_ERROR -> !proxy.troubled();
                case CARRIER_THROTTLED -> proxy.putOffAlone(deliveryId);
                case CARRIER_REFUSED_US -> proxy.refusedAlone(deliveryId);
                default -> false;
            };
            return theirs ? new Temporary(DeliveryState.UNREACHABLE, failed.reason(), true, null) : failed;
        }
    }
}
