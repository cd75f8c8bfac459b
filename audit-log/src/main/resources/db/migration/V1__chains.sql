-- One hash chain per topic partition. A topic that was deleted and made again has another topic_id, hence other chains.
CREATE TABLE chain (
    topic_id     uuid   NOT NULL,
    partition    int    NOT NULL,
    topic        text   NOT NULL,
    first_offset bigint NOT NULL,
    last_offset  bigint NOT NULL,
    records      bigint NOT NULL,
    head         bytea  NOT NULL,
    PRIMARY KEY (topic_id, partition)
);

-- Records in pages: consecutive records of one chain, deflated (see PageCodec). Pages are only ever inserted.
CREATE TABLE page (
    page_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic_id     uuid   NOT NULL,
    partition    int    NOT NULL,
    first_offset bigint NOT NULL,
    last_offset  bigint NOT NULL,
    records      int    NOT NULL,
    stored_at    timestamptz NOT NULL DEFAULT now(),
    body         bytea  NOT NULL,
    UNIQUE (topic_id, partition, first_offset),
    FOREIGN KEY (topic_id, partition) REFERENCES chain DEFERRABLE INITIALLY DEFERRED
);
-- Deflated already: trying again costs time and wins nothing.
ALTER TABLE page ALTER COLUMN body SET STORAGE EXTERNAL;

-- Which pages speak of an alert.
CREATE TABLE page_alert (
    alert_id uuid   NOT NULL,
    page_id  bigint NOT NULL REFERENCES page,
    PRIMARY KEY (alert_id, page_id)
);

-- Append-only also for the service's own role: a mistake in code must not be able to rewrite the past.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;
CREATE TRIGGER page_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON page
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER page_alert_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON page_alert
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER chain_no_delete BEFORE DELETE OR TRUNCATE ON chain
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
