-- What an alert says on this channel, once for all of its deliveries.
CREATE TABLE content (
    content_id       uuid PRIMARY KEY, -- derived from the rest of the row
    alert_id         uuid NOT NULL,
    reference        text,
    status           text NOT NULL,
    authority        text,
    body             text NOT NULL,
    sent             timestamptz,
    expires          timestamptz NOT NULL,
    fallback_channel text,
    fallback_body    text
);

-- One row per merchant and alert. Numbers are encrypted, separated by a space, and dropped when the state is final.
CREATE TABLE delivery (
    delivery_id        uuid PRIMARY KEY,
    alert_id           uuid NOT NULL,
    recipient_id       uuid NOT NULL,
    content_id         uuid NOT NULL,
    fallback_of        uuid,
    lane               text NOT NULL,     -- URGENT, BULK
    state              text NOT NULL,     -- fr.vigie.events.DeliveryState
    rank               smallint NOT NULL, -- of the state: (attempt, rank) only grows
    attempt            integer NOT NULL,  -- a row that is QUEUED again carries the number of its next attempt
    tries              integer NOT NULL DEFAULT 0,
    number_index       integer NOT NULL DEFAULT 0,
    chunk              integer NOT NULL,
    position           integer NOT NULL,
    possible_duplicate boolean NOT NULL DEFAULT false,
    expires            timestamptz NOT NULL,
    -- What the row waits for, and until when at the latest:
    --   ATTEMPT: a free place at the operator, from due_at on      LEASE: its owner, until due_at
    --   SETTLEMENT: an answer about an unknown hand-over           RECEIPT: the operator's receipt
    --   null: nothing, the state is final
    waits_for          text,
    due_at             timestamptz,
    owner              text,
    updated_at         timestamptz NOT NULL DEFAULT now(),
    handed_over_at     timestamptz,
    reason             text,
    carrier            text,
    carrier_message_id text,
    numbers            text NOT NULL,
    fallback_numbers   text
) WITH (fillfactor = 80);

CREATE INDEX delivery_due ON delivery (waits_for, lane, due_at) WHERE waits_for IS NOT NULL;
CREATE INDEX delivery_receipt ON delivery (carrier_message_id, carrier) WHERE carrier_message_id IS NOT NULL;
CREATE INDEX delivery_unsent ON delivery (alert_id) WHERE waits_for = 'ATTEMPT';

-- Hand-overs whose lease had been taken by someone else when their outcome came: kept, so that their receipts find
-- the delivery.
CREATE TABLE extra_hand_over (
    carrier            text NOT NULL,
    carrier_message_id text NOT NULL,
    delivery_id        uuid NOT NULL,
    attempt            integer NOT NULL,
    handed_over_at     timestamptz NOT NULL,
    PRIMARY KEY (carrier_message_id, carrier)
);

-- Receipts that came before the submit response.
CREATE TABLE parked_receipt (
    carrier            text NOT NULL,
    carrier_message_id text NOT NULL,
    state              text NOT NULL,
    rank               smallint NOT NULL,
    reason             text,
    at                 timestamptz NOT NULL,
    parked_at          timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (carrier_message_id, carrier)
);

-- Orders to stop, until the alert has expired.
CREATE TABLE cancelled_alert (
    alert_id      uuid PRIMARY KEY,
    at            timestamptz NOT NULL,
    alert_expires timestamptz
);

-- Rows change three or four times within seconds.
ALTER TABLE delivery SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
