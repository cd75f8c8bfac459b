package fr.vigie.standalone.bench.soak;

/** What is looked at again and again. A tolerance stands for the whole time, whatever its length. */
enum Measure {
    /** What is alive after a full collection, by process. A word of 8 bytes kept for every fourth text is found. */
    HEAP("heap MB", 2, 0.05),
    /** Pools follow the load. */
    THREADS("threads", 5, 0.05),
    /** Sockets, pipes, jars; PostgreSQL's and Kafka's own data files left out, since they are as many as is stored. */
    FILES("open files", 10, 0.05),
    /** A heap within its bound, shared pages and mapped files included: only more than a collector's freedom counts. */
    MEMORY("memory MB", 32, 0.15),
    /** By database, as PostgreSQL counts them. */
    CONNECTIONS("connections", 3, 0),
    /** Rows that wait for something and go: a row may carry a batch. */
    WAITING("rows waiting", 100, 0),
    /** The tables of those rows on disk, with their indexes. */
    WAITING_DISK("their tables MB", 8, 0.2),
    /** Rows that no one sees any more, of 100 of a large table: what autovacuum does not keep up with. */
    DEAD("dead rows %", 10, 0),
    /** Alerts of which a delivery is not final. */
    UNDER_WAY("alerts under way", 10, 0),
    /** Of a Kafka consumer group. */
    UNREAD("records unread", 50_000, 0),
    /** A line for each alert and two for each call, none for each text. */
    LOG("log kB", 64, 0, 0.01, 0.5),
    /** What is there to stay. */
    STORED("stored MB", Double.MAX_VALUE, 0);

    private final String label;
    private final double absolute;
    private final double share;
    private final double perText;
    private final double perCall;

    /** Of the tolerance, its four parts. */
    Measure(String label, double absolute, double share, double perText, double perCall) {
        this.label = label;
        this.absolute = absolute;
        this.share = share;
        this.perText = perText;
        this.perCall = perCall;
    }

    Measure(String label, double absolute, double share) {
        this(label, absolute, share, 0, 0);
    }

    String label() {
        return label;
    }

    Tolerance tolerance() {
        return new Tolerance(absolute, share, perText, perCall);
    }

    /** Whether nothing of it may be left when all is done. */
    boolean endsAtZero() {
        return this == WAITING || this == UNDER_WAY || this == UNREAD;
    }
}
