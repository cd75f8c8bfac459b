-- When a delivery that waits for a time is tried next.
ALTER TABLE delivery ADD COLUMN due_at timestamptz;
