-- When a merchant never wants to be called, by the clock of Europe/Paris; may pass midnight.
ALTER TABLE subscriber ADD COLUMN quiet_from time, ADD COLUMN quiet_to time,
    ADD CONSTRAINT subscriber_quiet_hours CHECK ((quiet_from IS NULL) = (quiet_to IS NULL) AND quiet_from <> quiet_to);
