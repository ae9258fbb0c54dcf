-- What a screen has half made: a finding, an order. It is there again after a restart.
CREATE TABLE kept (
    name TEXT PRIMARY KEY,
    text TEXT NOT NULL
) STRICT, WITHOUT ROWID;
