#!/bin/bash
# One database and one role for each service; no service can read another's tables. Runs once, on an empty data folder.
set -e
for service in ALERT_INGEST SUBSCRIBER_REGISTRY DISPATCH_SMS DISPATCH_VOICE AUDIT_LOG; do
  name=${service,,}
  password_variable=${service}_DB_PASSWORD
  psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
       -v name="$name" -v password="${!password_variable}" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
SQL
done
