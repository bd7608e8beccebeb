-- Who did what to whom, beside who said what. What a row says is in the words of the text, but for codes and days.

CREATE TABLE events (
    seq INTEGER NOT NULL REFERENCES records (seq),
    position INTEGER NOT NULL,
    type TEXT NOT NULL,             -- of PLOVER
    mode TEXT,
    code TEXT,                      -- of CAMEO
    status TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    mentions INTEGER NOT NULL,      -- how many triggers there are
    day TEXT,                       -- the first, in ISO 8601; NULL where the text does not say
    until TEXT,                     -- the last
    inferred INTEGER NOT NULL,      -- 1 where the day is that of another event, or of the lead
    dated TEXT,                     -- the words that say when
    placed TEXT,                    -- the words that say where
    place TEXT,                     -- what GeoNames calls it
    country TEXT,
    latitude REAL,
    longitude REAL,
    claim INTEGER,                  -- the position of the statement that holds it; NULL where the article itself says so
    score REAL NOT NULL,
    start INTEGER NOT NULL,         -- of the trigger in the text, in code points
    "end" INTEGER NOT NULL,
    PRIMARY KEY (seq, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE parties (
    seq INTEGER NOT NULL REFERENCES records (seq),
    position INTEGER NOT NULL,      -- of the event
    part TEXT NOT NULL,             -- "actor" or "recipient"
    number INTEGER NOT NULL,        -- among them
    name TEXT,
    words TEXT NOT NULL,
    role TEXT,
    country TEXT,
    sector TEXT,
    PRIMARY KEY (seq, position, part, number)
) STRICT, WITHOUT ROWID;

-- For people: one row an event.
CREATE VIEW reported AS
    SELECT r.id, r.published, e.type, e.mode, e.code, e.status,
        (SELECT group_concat(coalesce(p.name, p.words), '; ') FROM parties p
            WHERE p.seq = e.seq AND p.position = e.position AND p.part = 'actor') AS actors,
        (SELECT group_concat(coalesce(p.name, p.words), '; ') FROM parties p
            WHERE p.seq = e.seq AND p.position = e.position AND p.part = 'recipient') AS recipients,
        e.day, e.until, e.inferred, coalesce(e.place, e.placed) AS place, e.country, e.latitude, e.longitude,
        e."trigger", (SELECT coalesce(s.speaker, s.source, s.cue) FROM statements s
            WHERE s.seq = e.seq AND s.position = e.claim) AS claimed_by,
        e.score, r.site, r.title, r.url
    FROM events e JOIN records r USING (seq)
    WHERE r.latest = 1;
