-- What is large comes packed (see EventFrames): PostgreSQL need not try it once more.
ALTER TABLE outbox ALTER COLUMN frames SET STORAGE EXTERNAL;
