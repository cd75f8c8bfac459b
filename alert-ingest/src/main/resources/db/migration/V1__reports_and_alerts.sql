CREATE TABLE report (
    id                uuid PRIMARY KEY,
    kind              text NOT NULL,
    modus_operandi    text,
    observed_at       timestamptz NOT NULL,
    commune           text NOT NULL,
    departement       text NOT NULL,
    lat               double precision,
    lon               double precision,
    place_description text,
    -- May describe persons: never leaves this table.
    description       text NOT NULL,
    received_at       timestamptz NOT NULL,
    reported_by       text NOT NULL
);
CREATE INDEX report_newest ON report (received_at DESC, id DESC);

CREATE TABLE alert (
    id                      uuid PRIMARY KEY,
    reference               text NOT NULL UNIQUE,
    report_id               uuid REFERENCES report,
    status                  text NOT NULL,
    message_type            text NOT NULL,
    kind                    text NOT NULL,
    urgency                 text NOT NULL,
    trades                  text[] NOT NULL,
    -- As the officer asked for it.
    area                    jsonb NOT NULL,
    -- Whom it concerns, for who may see it: départements of the area, or of the issuer for a circle or polygon.
    departements            text[] NOT NULL,
    channels                text[] NOT NULL,
    sms_text                text,
    voice_text              text,
    authority               text NOT NULL,
    modus_operandi          text,
    validation_basis        text,
    authorisation_reference text,
    refers_to               uuid[] NOT NULL,
    sent                    timestamptz NOT NULL,
    expires                 timestamptz NOT NULL,
    issued_by               text NOT NULL,
    cancelled_at            timestamptz,
    cancelled_by            text,
    cancel_reason           text,
    superseded_by           uuid,
    -- AlertAccepted exactly as it was published first, so that publishing it again says the same.
    event                   bytea NOT NULL
);
CREATE INDEX alert_newest ON alert (sent DESC, id DESC);

CREATE TABLE reference_counter (
    place text PRIMARY KEY,
    n     integer NOT NULL
);

CREATE TABLE idempotency (
    subject    text NOT NULL,
    key        text NOT NULL,
    body_hash  bytea NOT NULL,
    alert_id   uuid NOT NULL REFERENCES alert DEFERRABLE INITIALLY DEFERRED,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (subject, key)
);
