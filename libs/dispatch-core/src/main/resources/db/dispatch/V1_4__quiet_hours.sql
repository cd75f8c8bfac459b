-- When the merchant never wants to be called, as 22:00-07:00; null where nothing was said.
ALTER TABLE delivery ADD COLUMN quiet_hours text;
