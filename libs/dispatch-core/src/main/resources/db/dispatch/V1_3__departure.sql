-- Who has left this channel, for as long as an alert from before may still be under way.
CREATE TABLE departure (
    recipient_id uuid PRIMARY KEY,
    at           timestamptz NOT NULL
);
