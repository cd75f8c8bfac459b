-- Where the rate of an operator is booked up to, by all copies together. A row for each carrier that has a limit.
CREATE TABLE pace (
    carrier   text PRIMARY KEY,
    next_free timestamptz NOT NULL
) WITH (fillfactor = 10, autovacuum_vacuum_threshold = 1000);
