-- A record is written when its call is set up, and completed when that has ended: what only the end tells is null before.
-- Packets are 0 until then, since copies of the version before read these rows too, and take no null for a count.
ALTER TABLE call_record
    ALTER COLUMN ended_at DROP NOT NULL, -- null in a record that is LOST, too: nobody knows
    ALTER COLUMN keys     DROP NOT NULL,
    ALTER COLUMN outcome  DROP NOT NULL;

-- Calls under way and those that are lost: few among millions.
CREATE INDEX call_record_open ON call_record (ending, set_up_at) WHERE ended_at IS NULL;
