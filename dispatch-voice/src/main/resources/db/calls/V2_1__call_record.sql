-- One row per try, without the number. Only inserted, and deleted when it is old enough.
CREATE TABLE call_record (
    call_id            uuid PRIMARY KEY,
    delivery_id        uuid NOT NULL,
    alert_id           uuid NOT NULL,
    attempt            integer NOT NULL,
    possible_duplicate boolean NOT NULL,
    trunk              text NOT NULL,
    proxy              text,
    set_up_at          timestamptz NOT NULL,
    ringing_at         timestamptz,
    answered_at        timestamptz,
    ended_at           timestamptz NOT NULL,
    keys               text NOT NULL,
    outcome            text NOT NULL,    -- fr.vigie.events.DeliveryState, NOT_TRIED or UNKNOWN
    reason             text,             -- fr.vigie.events.FailureReason
    ending             text NOT NULL,    -- how the signalling ended
    sip_status         integer,
    q850               integer,
    packets_sent       bigint NOT NULL,
    packets_received   bigint NOT NULL,
    packets_early      bigint NOT NULL,  -- of those received, before the answer
    packets_lost       bigint NOT NULL,  -- of the telephone's sound
    jitter_ms          integer,          -- of the telephone's sound
    -- What the telephone reported of our sound; null where it reported nothing.
    far_loss_worst     real,             -- per cent
    far_loss_average   real,             -- per cent
    far_jitter_ms      integer,
    round_trip_ms      integer
);

CREATE INDEX call_record_delivery ON call_record (delivery_id, set_up_at, call_id);
CREATE INDEX call_record_alert ON call_record (alert_id, set_up_at, call_id);
CREATE INDEX call_record_age ON call_record (ended_at);
