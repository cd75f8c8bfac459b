-- The verification compares the alerts by which a page is found with those that its records name.
CREATE INDEX page_alert_page ON page_alert (page_id) INCLUDE (alert_id);
