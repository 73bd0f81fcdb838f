ALTER TYPE request_kind ADD VALUE 'AWARD';
ALTER TYPE request_kind ADD VALUE 'CLEAR';
ALTER TYPE request_kind ADD VALUE 'TAKE_BACK';
CREATE TYPE award_state AS ENUM ('PENDING', 'POSTED');

-- pending: awarded and not cleared, in no lot and not in the balance. debt: taken back after it was spent; later
-- earnings pay it first. awards: how many were made; with seq it tells the order of a member's earnings.
ALTER TABLE account
  ADD COLUMN pending bigint NOT NULL DEFAULT 0 CHECK (pending >= 0),
  ADD COLUMN debt    bigint NOT NULL DEFAULT 0 CHECK (debt >= 0),
  ADD COLUMN awards  bigint NOT NULL DEFAULT 0 CHECK (awards >= 0);

-- What rules gave for one transaction of the marketplace, a zero included. Changes only by being cleared and by being
-- taken back. facts is what it was decided upon, for ever; memo is what taking back has come to.
CREATE TABLE award (
  bucket       smallint       NOT NULL,
  award_id     uuid           NOT NULL,
  account_id   uuid           NOT NULL,
  number       bigint         NOT NULL CHECK (number > 0),
  after_seq    bigint         NOT NULL CHECK (after_seq >= 0),
  points       bigint         NOT NULL CHECK (points >= 0),
  reversed     bigint         NOT NULL,
  canceled     bigint         NOT NULL,
  forgiven     bigint         NOT NULL,
  state        award_state    NOT NULL,
  clears_at    timestamptz(6),
  seq          bigint,
  facts        json           NOT NULL,
  memo         json,
  effective_at timestamptz(6) NOT NULL,
  recorded_at  timestamptz(6) NOT NULL,
  PRIMARY KEY (bucket, award_id),
  CONSTRAINT award_reversed_within_points CHECK (reversed BETWEEN 0 AND points),
  CONSTRAINT award_parts_within_reversed CHECK (canceled >= 0 AND forgiven >= 0 AND canceled + forgiven <= reversed)
) WITH (fillfactor = 80);
CREATE INDEX award_of_account ON award (bucket, account_id, after_seq, number);
CREATE INDEX award_due ON award (clears_at, bucket, award_id) WHERE state = 'PENDING' AND clears_at IS NOT NULL;

-- What commands count beside the books: what of a cap is used, what counts for a tier. The owner is an account, whose
-- lock guards it, or a program, whose counters are locked one by one in the order of their keys.
CREATE TABLE counter (
  bucket smallint NOT NULL,
  owner  uuid     NOT NULL,
  key    text     COLLATE "C" NOT NULL,
  value  bigint   NOT NULL,
  PRIMARY KEY (bucket, owner, key)
) WITH (fillfactor = 80);

-- The messages that were taken in, each with the hash of its body, in the transaction of its effect. Kept for ever.
CREATE TABLE inbox (
  source_id   varchar(128)   NOT NULL,
  message_id  varchar(255)   NOT NULL,
  body_hash   bytea          NOT NULL,
  received_at timestamptz(6) NOT NULL DEFAULT now(),
  PRIMARY KEY (source_id, message_id)
);
CREATE TRIGGER inbox_immutable BEFORE UPDATE OR DELETE ON inbox FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER inbox_kept BEFORE TRUNCATE ON inbox FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A program's earning rules: every change is a new version, and none is ever rewritten. In force at an instant is the
-- highest version that took effect by then.
CREATE TABLE earning_rule (
  program_id     varchar(128)   NOT NULL,
  rule_id        varchar(128)   NOT NULL,
  version        integer        NOT NULL CHECK (version > 0),
  -- Null: from then on the rule is retired.
  definition     jsonb,
  effective_from timestamptz(6) NOT NULL,
  changed_by     text           NOT NULL,
  changed_at     timestamptz(6) NOT NULL,
  reason         text,
  PRIMARY KEY (program_id, rule_id, version),
  CONSTRAINT earning_rule_never_in_the_past CHECK (effective_from >= changed_at)
);
CREATE TRIGGER earning_rule_immutable BEFORE UPDATE OR DELETE ON earning_rule
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER earning_rule_kept BEFORE TRUNCATE ON earning_rule FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Who sends signed messages for a program. Secrets are sealed (AES-256-GCM), public keys are not.
CREATE TABLE webhook_source (
  source_id  varchar(128)   PRIMARY KEY,
  program_id varchar(128)   NOT NULL,
  name       text           NOT NULL,
  keys       jsonb          NOT NULL,
  disabled   boolean        NOT NULL DEFAULT false,
  created_by text           NOT NULL,
  created_at timestamptz(6) NOT NULL DEFAULT now()
);
CREATE INDEX webhook_source_program ON webhook_source (program_id);

-- Signed messages that could not be applied, until somebody mends what is wrong and replays them.
CREATE TABLE dead_letter (
  id          uuid           PRIMARY KEY,
  source_id   varchar(128)   NOT NULL,
  program_id  varchar(128)   NOT NULL,
  message_id  varchar(255)   NOT NULL,
  type        text           NOT NULL,
  body        text           NOT NULL,
  reason_code text           NOT NULL,
  reason      text           NOT NULL,
  state       text           NOT NULL CHECK (state IN ('OPEN', 'UNKNOWN_TYPE', 'REPLAYED', 'DISMISSED')),
  attempts    integer        NOT NULL DEFAULT 1,
  -- The transaction that the message came before; null: it waits for a person.
  waits_for   varchar(128),
  received_at timestamptz(6) NOT NULL,
  changed_at  timestamptz(6) NOT NULL,
  changed_by  text
);
CREATE INDEX dead_letter_of_program ON dead_letter (program_id, state, received_at, id);
CREATE INDEX dead_letter_page ON dead_letter (program_id, received_at, id);
CREATE INDEX dead_letter_waiting ON dead_letter (program_id, waits_for, id) WHERE waits_for IS NOT NULL AND state = 'OPEN';

-- What a security reviewer asks for: the same message id with another body, signatures that do not hold.
CREATE TABLE security_event (
  id          bigint         GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  program_id  varchar(128),
  kind        text           NOT NULL,
  subject     text           NOT NULL,
  details     jsonb          NOT NULL,
  recorded_at timestamptz(6) NOT NULL DEFAULT now()
);
CREATE INDEX security_event_of_program ON security_event (program_id, id);
CREATE TRIGGER security_event_immutable BEFORE UPDATE OR DELETE ON security_event
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- One statement a block: where one may not be granted, the others still are.
DO $$
BEGIN
  GRANT SELECT, INSERT, UPDATE ON award, counter, webhook_source, dead_letter TO points_service;
  GRANT SELECT, INSERT ON inbox, earning_rule, security_event TO points_service;
EXCEPTION
  WHEN insufficient_privilege OR undefined_object THEN RAISE NOTICE 'role points_service was not granted';
END $$;
