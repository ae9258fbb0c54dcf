-- Photos that a finding of this station names, in the order of reporting: to be sent, or sent.
CREATE TABLE photo (
    place       INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE CHECK (length(id) = 64),
    -- When the coordinator had all of it; nothing while it is to be sent.
    sent_at     TEXT
) STRICT;
