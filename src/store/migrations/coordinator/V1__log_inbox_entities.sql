-- The event log: the truth. Each row carries a hash over itself and the row before.
CREATE TABLE event (
    position    INTEGER PRIMARY KEY AUTOINCREMENT,
    command     TEXT NOT NULL CHECK (length(command) = 36),
    kind        TEXT NOT NULL,
    at          TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    station     TEXT NOT NULL,
    actor       TEXT,
    body        TEXT NOT NULL CHECK (json_valid(body)),
    hash        BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- Every command that was answered, with the answer: so that a second delivery has no second effect.
CREATE TABLE inbox (
    command     TEXT PRIMARY KEY CHECK (length(command) = 36),
    station     TEXT NOT NULL,
    epoch       INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    receipt     TEXT NOT NULL CHECK (json_valid(receipt))
) STRICT, WITHOUT ROWID;

-- The projections: what the log adds up to, one row an entity. They can be deleted and rebuilt.
CREATE TABLE entity (
    kind        TEXT NOT NULL,
    name        TEXT NOT NULL,
    body        TEXT NOT NULL CHECK (json_valid(body)),
    -- The day from which on it only changes if somebody speaks of it again; nothing while it is open.
    settled_on  TEXT,
    PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX entity_settled ON entity (settled_on, kind, name);

-- Messages that could not be read, with the reason.
CREATE TABLE dead_letter (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    received_at TEXT NOT NULL,
    topic       TEXT NOT NULL,
    payload     BLOB NOT NULL,
    reason      TEXT NOT NULL
) STRICT;

-- What the process must know of its earlier lives.
CREATE TABLE identity (
    name        TEXT PRIMARY KEY,
    value       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
