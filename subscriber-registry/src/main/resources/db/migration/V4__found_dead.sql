-- A number is left out once it was found dead on two different days: the first word is only noted.
ALTER TABLE subscriber_number ADD COLUMN found_dead_at timestamptz;
UPDATE subscriber_number SET found_dead_at = dead_at WHERE dead_at IS NOT NULL;
