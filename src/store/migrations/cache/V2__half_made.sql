-- What a screen has half made: a finding, an order. It is there again after a restart.
CREATE TABLE kept (
    name TEXT PRIMARY KEY,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;
