-- How many of an operator's lines each copy of the service holds, until when; by the database's clock.
CREATE TABLE line_share (
    carrier  text NOT NULL,
    instance text NOT NULL,
    held     integer NOT NULL, -- what it may use and what it still uses, whichever is more
    bulk     integer NOT NULL, -- how many of them may carry what is not urgent
    until    timestamptz NOT NULL,
    PRIMARY KEY (carrier, instance)
) WITH (fillfactor = 10, autovacuum_vacuum_threshold = 1000);
