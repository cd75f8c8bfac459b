-- Merchants whom the alert was for and who are not warned, because it expired first.
ALTER TABLE alert_progress ADD COLUMN too_late integer NOT NULL DEFAULT 0;
