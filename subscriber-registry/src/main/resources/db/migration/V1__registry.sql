-- trusted extension: the database's owner may create it
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE subscriber (
    id                 uuid PRIMARY KEY,
    -- keyed digest of what identifies a merchant to an import; see ImportKey
    import_key         bytea NOT NULL CONSTRAINT subscriber_import_key UNIQUE,
    reference          text,
    name               text NOT NULL,
    siret              text,
    trades             text[] NOT NULL,
    commune            text NOT NULL,
    departement        text NOT NULL,
    address            text,
    lat                double precision,
    lon                double precision,
    position_precision text CHECK (position_precision IN ('ADDRESS', 'STREET', 'COMMUNE')),
    preferred_channel  text CHECK (preferred_channel IN ('SMS', 'VOICE')),
    status             text NOT NULL CHECK (status IN ('ACTIVE', 'SUSPENDED', 'WITHDRAWN')),
    consent_source     text NOT NULL,
    consent_proof      text,
    consent_at         timestamptz NOT NULL,
    withdrawn_at       timestamptz,
    sms_opted_out_at   timestamptz,
    voice_opted_out_at timestamptz,
    version            bigint NOT NULL DEFAULT 0,
    created_at         timestamptz NOT NULL DEFAULT now(),
    updated_at         timestamptz NOT NULL DEFAULT now(),
    CHECK ((lat IS NULL) = (lon IS NULL) AND (lat IS NULL) = (position_precision IS NULL))
);
CREATE INDEX subscriber_by_departement ON subscriber (departement, id);

CREATE TABLE subscriber_number (
    subscriber_id uuid NOT NULL REFERENCES subscriber ON DELETE CASCADE,
    -- 0 is the best
    position      smallint NOT NULL,
    cipher        text NOT NULL,
    blind_index   bytea NOT NULL,
    line          text NOT NULL CHECK (line IN ('MOBILE', 'FIXED')),
    label         text,
    dead_at       timestamptz,
    PRIMARY KEY (subscriber_id, position)
);
CREATE INDEX subscriber_number_by_blind_index ON subscriber_number (blind_index);

-- What matching looks at: one row per active merchant and trade. Derived; nothing but the trigger writes it.
CREATE TABLE subscriber_trade (
    subscriber_id uuid NOT NULL REFERENCES subscriber ON DELETE CASCADE,
    trade         text NOT NULL,
    departement   text NOT NULL,
    commune       text NOT NULL,
    -- (longitude, latitude); null where the merchant has no position
    place         point,
    -- the position is no more than the commune's centre
    vague         boolean NOT NULL,
    PRIMARY KEY (subscriber_id, trade)
);
CREATE INDEX subscriber_trade_by_departement ON subscriber_trade (trade, departement);
CREATE INDEX subscriber_trade_by_commune ON subscriber_trade (trade, commune);
CREATE INDEX subscriber_trade_by_place ON subscriber_trade USING gist (trade, place);

CREATE FUNCTION refresh_subscriber_trade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM subscriber_trade WHERE subscriber_id IN (SELECT id FROM changed);
    END IF;
    INSERT INTO subscriber_trade (subscriber_id, trade, departement, commune, place, vague)
    SELECT s.id, trade, s.departement, s.commune,
           CASE WHEN s.lat IS NOT NULL THEN point(s.lon, s.lat) END,
           s.position_precision IS NOT DISTINCT FROM 'COMMUNE'
      FROM changed s, unnest(s.trades) AS trade
     WHERE s.status = 'ACTIVE';
    RETURN NULL;
END $$;
CREATE TRIGGER subscriber_inserted AFTER INSERT ON subscriber
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refresh_subscriber_trade();
CREATE TRIGGER subscriber_updated AFTER UPDATE ON subscriber
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refresh_subscriber_trade();

CREATE TABLE alert (
    alert_id           uuid PRIMARY KEY,
    -- AlertAccepted as it came
    event              bytea NOT NULL,
    urgent             boolean NOT NULL,
    expires            timestamptz NOT NULL,
    -- RESOLVING: matches are being paged through; MATCHED: all chunks are stored; DONE: all are published or dropped
    state              text NOT NULL DEFAULT 'RESOLVING' CHECK (state IN ('RESOLVING', 'MATCHED', 'DONE')),
    -- the last merchant looked at, and the number of the next chunk: the fence of whoever works on the alert
    cursor             uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    next_chunk         integer NOT NULL DEFAULT 0,
    outside_territory  integer NOT NULL DEFAULT 0,
    no_usable_number   integer NOT NULL DEFAULT 0,
    position_too_vague integer NOT NULL DEFAULT 0,
    failures           integer NOT NULL DEFAULT 0,
    next_try           timestamptz NOT NULL DEFAULT now(),
    stored_at          timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX alert_open ON alert (urgent, stored_at) WHERE state <> 'DONE';

CREATE TABLE chunk (
    alert_id     uuid NOT NULL REFERENCES alert ON DELETE CASCADE,
    chunk_no     integer NOT NULL,
    recipients   uuid[] NOT NULL,
    -- one letter per recipient, S or V: chosen once, so that a second publication names the same deliveries
    channels     text NOT NULL,
    sms          integer NOT NULL,
    voice        integer NOT NULL,
    -- DROPPED: never published; ABANDONED: published, and the alert ended before all was confirmed
    state        text NOT NULL CHECK (state IN ('STORED', 'PUBLISHED', 'CONFIRMED', 'DROPPED', 'ABANDONED')),
    -- one bit per position that a dispatcher has spoken of; places beyond the chunk's size are set from the start
    seen         bit(512) NOT NULL,
    publications integer NOT NULL DEFAULT 0,
    next_look    timestamptz,
    stored_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (alert_id, chunk_no)
);
CREATE INDEX chunk_watched ON chunk (next_look) WHERE state = 'PUBLISHED';

CREATE TABLE alert_cancel (
    alert_id      uuid PRIMARY KEY,
    at            timestamptz NOT NULL,
    alert_expires timestamptz NOT NULL
);
