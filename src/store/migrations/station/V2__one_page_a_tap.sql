-- A finger waits for every page that a tap changes: one tree without indexes is one page.
CREATE TABLE outbox_of_one_tree (
    epoch       INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    command     TEXT NOT NULL CHECK (length(command) = 36),
    body        TEXT NOT NULL CHECK (json_valid(body)),
    PRIMARY KEY (epoch, seq)
) STRICT, WITHOUT ROWID;

INSERT INTO outbox_of_one_tree (epoch, seq, command, body) SELECT epoch, seq, command, body FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_of_one_tree RENAME TO outbox;
