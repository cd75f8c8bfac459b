-- By which the trunk's operator finds a call.
ALTER TABLE call_record ADD COLUMN sip_call_id text;
