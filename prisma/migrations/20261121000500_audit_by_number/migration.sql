-- Finds one event, and the place of a page, by number. Numbers grow with time, so a summary of each range of pages
-- is enough and costs a writer next to nothing, which a fifth tree would not.
CREATE INDEX audit_event_by_seq ON audit_event USING brin (seq) WITH (pages_per_range = 32, autosummarize = on);
