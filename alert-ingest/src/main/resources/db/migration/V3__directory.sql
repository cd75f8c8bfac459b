-- Who speaks for a force in a département. Rows are only added: what was said last about a moment counts, and the rest is
-- the history.
CREATE TABLE directory_entry (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    departement text NOT NULL,
    force       text NOT NULL CHECK (force IN ('GENDARMERIE', 'POLICE')),
    spoken_name text, -- null: nobody from then on
    unit        text,
    valid_from  timestamptz NOT NULL,
    changed_by  text NOT NULL,
    changed_at  timestamptz NOT NULL
);
CREATE INDEX directory_entry_by_place ON directory_entry (departement, force, valid_from DESC, id DESC);
