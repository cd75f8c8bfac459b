-- Merchants whom an alert was for and whose deliveries were not published before it expired.
ALTER TABLE alert ADD COLUMN too_late integer NOT NULL DEFAULT 0;
