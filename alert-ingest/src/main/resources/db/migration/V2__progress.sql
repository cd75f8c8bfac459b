-- What an officer follows. One narrow row per alert, since it changes with every batch of events.
CREATE TABLE alert_progress (
    alert_id            uuid PRIMARY KEY REFERENCES alert,
    -- Grows with every visible change; names a snapshot.
    version             bigint NOT NULL DEFAULT 1,
    -- From recipients.resolved: sums of the chunks seen, and the totals once they are known.
    chunks              integer NOT NULL DEFAULT 0,
    resolved_sms        integer NOT NULL DEFAULT 0,
    resolved_voice      integer NOT NULL DEFAULT 0,
    total_chunks        integer,
    total_sms           integer,
    total_voice         integer,
    outside_territory   integer,
    no_usable_number    integer,
    position_too_vague  integer,
    resolved_at         timestamptz,
    -- From delivery.events: deliveries seen, those that are final, and those that opened a fallback.
    seen                integer NOT NULL DEFAULT 0,
    finals              integer NOT NULL DEFAULT 0,
    fallbacks           integer NOT NULL DEFAULT 0,
    handed_over_sms     integer NOT NULL DEFAULT 0,
    handed_over_voice   integer NOT NULL DEFAULT 0,
    first_hand_off_at   timestamptz,
    last_hand_off_at    timestamptz,
    last_event_at       timestamptz,
    all_final_at        timestamptz,
    -- Watching the registry: when its first answer came, and when to publish again while there is none.
    answered_at         timestamptz,
    publications        integer NOT NULL DEFAULT 1,
    publish_again_at    timestamptz NOT NULL
) WITH (fillfactor = 50);
CREATE INDEX alert_unanswered ON alert_progress (publish_again_at) WHERE answered_at IS NULL;
CREATE INDEX alert_running ON alert_progress (alert_id) WHERE all_final_at IS NULL;

CREATE TABLE resolved_chunk (
    alert_id uuid NOT NULL,
    chunk    integer NOT NULL,
    last     boolean NOT NULL,
    PRIMARY KEY (alert_id, chunk, last)
);

-- No foreign key to alert: an event about an alert that this database does not know must not stop the others.
CREATE TABLE delivery (
    id                    uuid PRIMARY KEY,
    alert_id              uuid NOT NULL,
    recipient_id          uuid NOT NULL,
    channel               text NOT NULL,
    state                 text NOT NULL,
    attempt               integer NOT NULL,
    rank                  smallint NOT NULL,
    final                 boolean NOT NULL,
    reason                text,
    at                    timestamptz NOT NULL,
    first_handed_over_at  timestamptz,
    last_handed_over_at   timestamptz,
    carrier               text,
    possible_duplicate    boolean NOT NULL,
    fallback              uuid,
    fallback_of           uuid
) WITH (fillfactor = 70);
CREATE INDEX delivery_of_alert ON delivery (alert_id, id);

CREATE TABLE delivery_counter (
    alert_id uuid NOT NULL,
    channel  text NOT NULL,
    state    text NOT NULL,
    n        integer NOT NULL,
    PRIMARY KEY (alert_id, channel, state)
) WITH (fillfactor = 50);
