-- Who did what, years later: the ledger page asks by person and by kind, newest first, and the
-- paper forecast counts the slips since the last roll. Without these each would read every row.
CREATE INDEX event_actor ON event (actor, seq);
CREATE INDEX event_kind ON event (kind, seq);
