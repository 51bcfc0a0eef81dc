-- The rules that open cases, version by version; the newest is in force. Nothing is ever changed of one.

CREATE TABLE triage_version (
  number integer NOT NULL,
  rules jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  created_by_id uuid REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  note text,
  -- The older one whose rules it takes up again.
  taken_from integer REFERENCES triage_version (number) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT triage_version_pkey PRIMARY KEY (number),
  CONSTRAINT triage_version_number CHECK (number >= 1),
  CONSTRAINT triage_version_rules CHECK (jsonb_typeof(rules) = 'array'),
  -- The first came with the program; every other is somebody's, who says why.
  CONSTRAINT triage_version_vouched CHECK (number = 1 OR (created_by_id IS NOT NULL AND char_length(note) BETWEEN 1 AND 500)),
  CONSTRAINT triage_version_older CHECK (taken_from < number)
);
INSERT INTO triage_version (number, rules) VALUES (1, '[
  {"key":"fraud_alert","name":null,"isOn":true,"when":{"fraudsters":["yes","other"],"outcomes":[],"biometry":[],"liveness":[],"scoreMin":null,"scoreMax":null,"subsidiaries":[],"repeats":null},"opens":{"priority":"high","dueHours":4}},
  {"key":"not_live","name":null,"isOn":true,"when":{"fraudsters":[],"outcomes":["not_live"],"biometry":[],"liveness":[],"scoreMin":null,"scoreMax":null,"subsidiaries":[],"repeats":null},"opens":{"priority":"normal","dueHours":9}},
  {"key":"different_person","name":null,"isOn":true,"when":{"fraudsters":[],"outcomes":["no_match","no_match_flagged"],"biometry":[],"liveness":[],"scoreMin":null,"scoreMax":null,"subsidiaries":[],"repeats":null},"opens":{"priority":"normal","dueHours":9}},
  {"key":"needs_review","name":null,"isOn":true,"when":{"fraudsters":[],"outcomes":["undecided"],"biometry":[],"liveness":[],"scoreMin":null,"scoreMax":null,"subsidiaries":[],"repeats":null},"opens":{"priority":"normal","dueHours":9}}
]');
CREATE TRIGGER triage_version_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON triage_version
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON triage_version TO contraprova_app;

-- Which version opened a case, and what the rule was called in it where a manager named it. Cases from before have neither.
ALTER TABLE "case"
  ADD COLUMN triage_version integer REFERENCES triage_version (number) ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD COLUMN rule_name text;
