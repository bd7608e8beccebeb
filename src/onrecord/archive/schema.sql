-- The archive's truth. Everything beside this file can be made from it.
-- Times are ISO 8601: of a page as it states them, of the archive's own doings in UTC.

CREATE TABLE records (
    seq INTEGER PRIMARY KEY,        -- the order in which records came
    id TEXT NOT NULL UNIQUE,        -- hash of address and text
    page TEXT NOT NULL,             -- what its versions have in common: the address without what does not tell pages apart
    latest INTEGER NOT NULL,        -- 1 where no later text of the page is known
    story INTEGER NOT NULL,         -- the seq of the first record that tells this story
    url TEXT,
    canonical_url TEXT,
    host TEXT,
    site TEXT,
    title TEXT,
    standfirst TEXT,
    authors TEXT NOT NULL,          -- a JSON array
    published TEXT,                 -- as the page states it
    published_at INTEGER,           -- seconds since 1970; a time without an offset counts as UTC
    modified TEXT,
    language TEXT,
    section TEXT,
    tags TEXT NOT NULL,             -- a JSON array
    agency TEXT,
    kind TEXT NOT NULL,
    words INTEGER NOT NULL,
    said INTEGER NOT NULL,          -- how many statements it has
    fetched TEXT,                   -- when it was last found so
    added TEXT NOT NULL
) STRICT;
CREATE INDEX records_by_page ON records (page);
CREATE UNIQUE INDEX records_latest ON records (page) WHERE latest = 1;
CREATE INDEX records_by_story ON records (story, latest);
CREATE INDEX records_by_time ON records (published_at, latest, published, said); -- whole answers, without the table

-- What is long, apart from what is looked through.
CREATE TABLE texts (
    seq INTEGER PRIMARY KEY REFERENCES records (seq),
    text TEXT NOT NULL,
    details BLOB NOT NULL           -- all other fields with their evidence, and the reading: JSON, compressed by zstd
) STRICT;

-- Every state in which a page was found: its first, another text (which is another record), or the same text with
-- another headline, other authors, another section.
CREATE TABLE versions (
    number INTEGER PRIMARY KEY,
    seq INTEGER NOT NULL REFERENCES records (seq),
    title TEXT,
    fetched TEXT,
    added TEXT NOT NULL,
    changes TEXT NOT NULL           -- a JSON array of {field, before, after} and, of the text, {field, removed, added}
) STRICT;
CREATE INDEX versions_by_record ON versions (seq);

-- Where each record was found; the same one may be carried by several files.
CREATE TABLE sources (
    seq INTEGER NOT NULL REFERENCES records (seq),
    place TEXT NOT NULL,
    fetched TEXT,
    PRIMARY KEY (seq, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE statements (
    seq INTEGER NOT NULL REFERENCES records (seq),
    position INTEGER NOT NULL,
    speaker TEXT,
    anonymous INTEGER NOT NULL,
    role TEXT,
    affiliation TEXT,
    source TEXT,
    cue TEXT NOT NULL,
    content TEXT NOT NULL,
    kind TEXT NOT NULL,
    score REAL NOT NULL,
    start INTEGER NOT NULL,         -- of the first character of all of it in the text, in code points
    "end" INTEGER NOT NULL,
    latest INTEGER NOT NULL,        -- this and the next are those of its record
    published TEXT,
    published_at INTEGER,
    PRIMARY KEY (seq, position)
) STRICT, WITHOUT ROWID;
-- Whole answers: of somebody who is quoted often, each record and each statement would be a page of the file more.
CREATE INDEX statements_by_speaker
    ON statements (speaker COLLATE NOCASE, latest, published_at DESC, seq, position, published);
CREATE TRIGGER statements_as_their_record AFTER UPDATE OF latest, published, published_at ON records BEGIN
    UPDATE statements SET latest = NEW.latest, published = NEW.published, published_at = NEW.published_at
    WHERE seq = NEW.seq;
END;

CREATE TABLE failures (
    number INTEGER PRIMARY KEY,
    place TEXT NOT NULL,            -- the file or the address that was gone through
    url TEXT,
    stage TEXT NOT NULL,
    error TEXT NOT NULL,
    cause TEXT NOT NULL,
    message TEXT NOT NULL,
    seen TEXT NOT NULL,
    UNIQUE (place, message)
) STRICT;

-- What was gone through, so that a run goes on where the last one ended.
CREATE TABLE visits (
    place TEXT PRIMARY KEY,
    stamp TEXT NOT NULL,            -- of a file, what changes where the file changes
    etag TEXT,
    last_modified TEXT,
    gone INTEGER NOT NULL,          -- 1 where it was said for good that there is no page
    visited TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- MinHash sketches, and the bands by which alike ones are found.
CREATE TABLE sketches (
    seq INTEGER PRIMARY KEY REFERENCES records (seq),
    sketch BLOB NOT NULL
) STRICT;
CREATE TABLE bands (
    hash INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (hash, seq)
) STRICT, WITHOUT ROWID;

-- Records that the index does not show yet as they are; `fresh` ones were never in it.
CREATE TABLE unindexed (
    seq INTEGER PRIMARY KEY,
    fresh INTEGER NOT NULL
) STRICT;

-- By what the index of this database is known.
CREATE TABLE tokens (
    now TEXT,
    next TEXT
) STRICT;
INSERT INTO tokens VALUES (NULL, NULL);

-- For people: one row an article, one row a thing said.
CREATE VIEW articles AS
    SELECT r.id, r.published, r.site, r.host, r.title, r.authors, r.url, r.language, r.section, r.tags, r.agency,
        r.kind, r.words, r.standfirst, t.text,
        (SELECT COUNT(*) FROM versions v JOIN records o USING (seq) WHERE o.page = r.page) AS versions,
        (SELECT s.id FROM records s WHERE s.seq = r.story) AS story
    FROM records r JOIN texts t USING (seq)
    WHERE r.latest = 1;
CREATE VIEW said AS
    SELECT r.id, r.published, s.speaker, s.role, s.affiliation, s.anonymous, s.source, s.cue, s.content, s.kind,
        s.score, r.site, r.title, r.url
    FROM statements s JOIN records r USING (seq)
    WHERE r.latest = 1;
CREATE VIEW stories AS
    SELECT f.id, f.published AS first_published, f.host AS first_host, f.title, COUNT(*) AS articles,
        COUNT(DISTINCT r.host) AS hosts
    FROM records r JOIN records f ON f.seq = r.story
    WHERE r.latest = 1
    GROUP BY r.story;
