-- A projection is written by this program from its own state, again and again: its text is not checked each time.
CREATE TABLE entity_unchecked (
    kind        TEXT NOT NULL,
    name        TEXT NOT NULL,
    body        TEXT NOT NULL,
    -- The day from which on it only changes if somebody speaks of it again; nothing while it is open.
    settled_on  TEXT,
    PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

INSERT INTO entity_unchecked SELECT kind, name, body, settled_on FROM entity;
DROP TABLE entity;
ALTER TABLE entity_unchecked RENAME TO entity;

CREATE INDEX entity_settled ON entity (settled_on, kind, name);
-- A day is named `2026-11-23/E1001`: this finds the days of one person in their order.
CREATE INDEX entity_day_of_person ON entity (substr(name, 12), name) WHERE kind = 'day';
