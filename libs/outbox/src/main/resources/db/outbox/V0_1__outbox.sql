-- Events that are committed and not yet published. One row may carry a whole batch (see EventFrames).
CREATE TABLE outbox (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now(),
    frames     bytea NOT NULL
);
-- Rows live for milliseconds: let autovacuum keep up by count, not by share.
ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
