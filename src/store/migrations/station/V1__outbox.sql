-- Taps that are saved and not yet accepted, in the order of tapping.
CREATE TABLE outbox (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    command     TEXT NOT NULL UNIQUE CHECK (length(command) = 36),
    epoch       INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    body        TEXT NOT NULL CHECK (json_valid(body)),
    UNIQUE (epoch, seq)
) STRICT;

-- What the process must know of its earlier lives.
CREATE TABLE identity (
    name        TEXT PRIMARY KEY,
    value       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
