-- Accounts, reviews, cases, alerts: rebuilt from their events at each start, whatever years of
-- tickets lie between them. Their kinds are named office_… ('`' follows '_').
CREATE INDEX event_office ON event (seq) WHERE kind >= 'office_' AND kind < 'office`';

-- What visitors thought, by day, whatever else the days were full of.
CREATE INDEX event_rated ON event (day, seq) WHERE kind = 'ticket_rated';
