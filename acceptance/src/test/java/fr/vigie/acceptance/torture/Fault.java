package fr.vigie.acceptance.torture;

import fr.vigie.standalone.system.Service;
import java.time.Duration;
import java.util.List;

/** What is done to a running system. Each kind is counted under a name of its own. */
sealed interface Fault {
    /** The name that it is counted under. */
    String kind();

    /** kill -9; the launcher starts it again. */
    record Killed(String process) implements Fault {
        @Override
        public String kind() {
            return "kill " + process;
        }
    }

    /** Broker and database killed together, in this order. */
    record BothKilled(List<String> order) implements Fault {
        @Override
        public String kind() {
            return "kill broker and database";
        }
    }

    /** SIGSTOP, and SIGCONT later: meanwhile leases end, and the sleeper knows nothing of it. */
    record Stopped(Service service, Duration time) implements Fault {
        @Override
        public String kind() {
            return "stop " + service.id();
        }
    }

    /** The SMSC cuts every connection, several times. */
    record CarrierCut(int times) implements Fault {
        @Override
        public String kind() {
            return "carrier cut";
        }
    }

    /** The SMSC neither reads nor answers. */
    record CarrierStalled(Duration time) implements Fault {
        @Override
        public String kind() {
            return "carrier stalled";
        }
    }

    /** The SMSC takes few texts a second. */
    record CarrierThrottling(int perSecond, Duration time) implements Fault {
        @Override
        public String kind() {
            return "carrier throttling";
        }
    }

    /** The trunk answers every new call 503. */
    record TrunkRefusing(Duration time) implements Fault {
        @Override
        public String kind() {
            return "trunk refusing";
        }
    }

    /** The trunk answers nothing. */
    record TrunkSilent(Duration time) implements Fault {
        @Override
        public String kind() {
            return "trunk silent";
        }
    }

    /** kill -9 of one copy while another one lives. */
    record CopyKilled(Service service, int copy) implements Fault {
        @Override
        public String kind() {
            return "kill one of two " + service.id();
        }
    }

    /** kill -9 of one of three brokers; two in sync suffice. */
    record BrokerKilled(int node) implements Fault {
        @Override
        public String kind() {
            return "kill one of three brokers";
        }
    }

    /** The file system under the databases and the topics takes not a byte more. Wants root, for a tmpfs. */
    record DiskFull(Duration time) implements Fault {
        @Override
        public String kind() {
            return "disk full";
        }
    }

    /** A service's clock, and only its own, is wrong by so much for a while. Wants libfaketime. */
    record ClockJumped(Service service, Duration by, Duration time) implements Fault {
        @Override
        public String kind() {
            return "clock jump";
        }
    }
}
