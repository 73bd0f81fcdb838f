CREATE TYPE account_status AS ENUM ('ACTIVE', 'FROZEN', 'CLOSED');
CREATE TYPE posting_kind AS ENUM ('EARN', 'REDEEM', 'REVERSE', 'EXPIRE', 'ADJUST', 'TRANSFER');
CREATE TYPE system_account AS ENUM ('ISSUANCE', 'REDEMPTION', 'BREAKAGE');
CREATE TYPE request_kind AS ENUM ('CREDIT', 'DEBIT', 'HOLD', 'CAPTURE', 'RELEASE', 'REVERSE', 'EXPIRE', 'STATUS');
CREATE TYPE hold_state AS ENUM ('OPEN', 'CAPTURED', 'RELEASED', 'TIMED_OUT');

CREATE TABLE program (
  id                varchar(128) PRIMARY KEY,
  name              text         NOT NULL,
  unit_name         text         NOT NULL,
  decimals          smallint     NOT NULL CHECK (decimals BETWEEN 0 AND 4),
  time_zone         text         NOT NULL,
  expiry_months     integer      CHECK (expiry_months > 0),
  refund_grace_days integer      NOT NULL DEFAULT 30 CHECK (refund_grace_days >= 0),
  opens_accounts    boolean      NOT NULL DEFAULT true,
  plum_token_hash   bytea,
  plum_allowed_ips  text[]       NOT NULL DEFAULT '{}',
  created_at        timestamptz(6) NOT NULL DEFAULT now()
);

CREATE TABLE member_profile (
  member_id   varchar(128) PRIMARY KEY,
  given_name  text,
  family_name text,
  email       text,
  phone       text
);

-- Lots are one array of pairs (day, points): the sum of the points.
CREATE FUNCTION lots_total(lots bigint[]) RETURNS bigint
  LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  total bigint := 0;
BEGIN
  FOR i IN 1 .. cardinality(lots) / 2 LOOP
    total := total + lots[2 * i];
  END LOOP;
  RETURN total;
END $$;

-- The sum of the points of the lots whose day is before a day.
CREATE FUNCTION lots_before(lots bigint[], day bigint) RETURNS bigint
  LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  total bigint := 0;
BEGIN
  FOR i IN 1 .. cardinality(lots) / 2 LOOP
    IF lots[2 * i - 1] < day THEN
      total := total + lots[2 * i];
    END IF;
  END LOOP;
  RETURN total;
END $$;

-- Room on every page keeps updates on it (HOT), which they are as long as next_expiry stays the same.
CREATE TABLE account (
  bucket      smallint       NOT NULL,
  account_id  uuid           NOT NULL,
  program_id  varchar(128)   NOT NULL,
  member_id   varchar(128)   NOT NULL,
  status      account_status NOT NULL,
  balance     bigint         NOT NULL CHECK (balance >= 0),
  held        bigint         NOT NULL,
  lots        bigint[]       NOT NULL,
  next_expiry integer        NOT NULL,
  seq         bigint         NOT NULL CHECK (seq >= 0),
  opened_at   timestamptz(6) NOT NULL,
  changed_at  timestamptz(6) NOT NULL,
  PRIMARY KEY (bucket, account_id),
  CONSTRAINT account_held_within_balance CHECK (held BETWEEN 0 AND balance),
  CONSTRAINT account_balance_is_lots_and_held CHECK (balance = held + lots_total(lots))
) WITH (fillfactor = 60);
CREATE INDEX account_next_expiry ON account (next_expiry, bucket, account_id);
CREATE INDEX account_member ON account (member_id);

-- No foreign keys on the hot tables: the account's lock proves existence, the verifier finds orphans.
CREATE TABLE posting (
  bucket        smallint       NOT NULL,
  account_id    uuid           NOT NULL,
  seq           bigint         NOT NULL,
  kind          posting_kind   NOT NULL,
  contra        system_account NOT NULL,
  amount        bigint         NOT NULL CHECK (amount <> 0),
  balance_after bigint         NOT NULL CHECK (balance_after >= 0),
  lots          bigint[]       NOT NULL,
  origin_lots   bigint[]       NOT NULL,
  reverses_seq  bigint,
  request_id    uuid           NOT NULL,
  effective_at  timestamptz(6) NOT NULL,
  recorded_at   timestamptz(6) NOT NULL,
  PRIMARY KEY (bucket, account_id, seq)
);
-- Only reversals are in it; the column never changes.
CREATE INDEX posting_reverses ON posting (bucket, account_id, reverses_seq) WHERE reverses_seq IS NOT NULL;

CREATE TABLE request (
  id          uuid           PRIMARY KEY,
  bucket      smallint       NOT NULL,
  account_id  uuid           NOT NULL,
  kind        request_kind   NOT NULL,
  fingerprint bytea          NOT NULL,
  points      bigint         NOT NULL,
  target_id   uuid,
  seq         bigint,
  rejection   jsonb,
  details     jsonb,
  recorded_at timestamptz(6) NOT NULL
);

CREATE TABLE hold (
  bucket     smallint       NOT NULL,
  hold_id    uuid           NOT NULL,
  account_id uuid           NOT NULL,
  points     bigint         NOT NULL CHECK (points > 0),
  captured   bigint         NOT NULL,
  lots       bigint[]       NOT NULL,
  state      hold_state     NOT NULL,
  expires_at timestamptz(6),
  opened_at  timestamptz(6) NOT NULL,
  PRIMARY KEY (bucket, hold_id),
  CONSTRAINT hold_captured_within_points CHECK (captured BETWEEN 0 AND points),
  CONSTRAINT hold_lots_are_points CHECK (points = lots_total(lots))
);
CREATE INDEX hold_due ON hold (expires_at, bucket, hold_id) WHERE state = 'OPEN' AND expires_at IS NOT NULL;
CREATE INDEX hold_open ON hold (bucket, account_id) WHERE state = 'OPEN';

CREATE TABLE outbox (
  id             bigint         GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  -- Identity order is not commit order: a reader takes the rows below pg_snapshot_xmin.
  transaction_id bigint         NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
  payload        jsonb          NOT NULL,
  recorded_at    timestamptz(6) NOT NULL
);

-- The newest posting of an account that was recorded at or before an instant; 0: none. The sequence has no gap
-- and its times never step back, so a binary search over the primary key finds it without an index of its own.
CREATE FUNCTION posting_seq_as_of(of_bucket smallint, of_account uuid, newest bigint, instant timestamptz) RETURNS bigint
  LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE AS $$
DECLARE
  low    bigint := 0;
  high   bigint := newest;
  middle bigint;
BEGIN
  WHILE low < high LOOP
    middle := (low + high + 1) / 2;
    IF (SELECT recorded_at FROM posting WHERE bucket = of_bucket AND account_id = of_account AND seq = middle) <= instant THEN
      low := middle;
    ELSE
      high := middle - 1;
    END IF;
  END LOOP;
  RETURN low;
END $$;

-- What was posted and what was answered stays: refused by trigger for everybody, the owner included.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is immutable: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER posting_immutable BEFORE UPDATE OR DELETE ON posting FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER posting_kept BEFORE TRUNCATE ON posting FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER request_immutable BEFORE UPDATE OR DELETE ON request FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER request_kept BEFORE TRUNCATE ON request FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The role that the service works as: it adds to the books and never rewrites them. Where the migrating user may
-- not create roles, an administrator creates it, and the triggers above stand alone until then.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'points_service') THEN
    CREATE ROLE points_service NOLOGIN;
  END IF;
EXCEPTION
  WHEN insufficient_privilege THEN RAISE NOTICE 'role points_service was not created: no privilege';
  WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$
BEGIN
  EXECUTE format('GRANT points_service TO %I', current_user);
  GRANT SELECT, INSERT, UPDATE ON program, member_profile, account, hold TO points_service;
  GRANT SELECT, INSERT ON posting, request TO points_service;
  GRANT SELECT, INSERT, DELETE ON outbox TO points_service;
EXCEPTION
  WHEN insufficient_privilege OR undefined_object THEN RAISE NOTICE 'role points_service was not granted';
END $$;
