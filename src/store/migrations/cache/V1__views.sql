-- The read models as they last came, so that a station can work before anybody answers.
CREATE TABLE view (
    name        TEXT PRIMARY KEY,
    body        TEXT NOT NULL CHECK (json_valid(body)),
    received_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
