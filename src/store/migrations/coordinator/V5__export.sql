-- What was told to the dealer system: one row an export. No projection of the log: it is about files that left the house.
CREATE TABLE export (
    number      INTEGER PRIMARY KEY,
    made_at     TEXT NOT NULL
) STRICT;

-- What each export said of an order, so that it can be made again, and the hash by which a change is seen.
CREATE TABLE export_order (
    ro          TEXT NOT NULL,
    number      INTEGER NOT NULL REFERENCES export (number),
    revision    INTEGER NOT NULL,
    hash        TEXT NOT NULL CHECK (length(hash) = 64),
    body        TEXT NOT NULL,
    PRIMARY KEY (ro, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX export_order_of ON export_order (number, ro);
