-- The journal: one row a fact, never changed, never deleted.
--
-- hash = BLAKE2b-256(hash of the row before ‖ canonical bytes of this row); row.h says which
-- bytes. The hash before the first row is 32 zero bytes. `body` holds the kind's own fields as
-- JSON (queue/event.h). Times: at = milliseconds since 1970 UTC, mono = milliseconds of the
-- monotonic clock of the boot named in `boot`; day = business day yyyymmdd.
PRAGMA application_id = 1212238929; -- the letters HALQ, for file(1)

CREATE TABLE event (
    seq    INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    mono   INTEGER NOT NULL,
    boot   TEXT    NOT NULL,
    day    INTEGER NOT NULL,
    kind   TEXT    NOT NULL,
    ticket INTEGER NOT NULL,
    window INTEGER NOT NULL,
    intent TEXT    NOT NULL,
    actor  TEXT    NOT NULL,
    source TEXT    NOT NULL,
    body   TEXT    NOT NULL,
    hash   BLOB    NOT NULL
) STRICT;

-- One intent, one effect. Within a business day: that is how long the engine remembers it, and
-- a panel that counts its touches from 1 again next week must not stop the hall.
CREATE UNIQUE INDEX event_intent ON event (day, intent) WHERE intent <> '';
CREATE INDEX event_day ON event (day, seq);
CREATE INDEX event_ticket ON event (ticket, seq) WHERE ticket <> 0;
-- Where a replay begins.
CREATE INDEX event_day_opened ON event (seq) WHERE kind = 'day_opened';
