-- The loyalty engine that a program's points live in: every change is a new version, and none is ever rewritten. The
-- highest version counts. What is secret is beside it, so that replaced secrets do not stay.
CREATE TABLE engine (
  program_id          varchar(128)   NOT NULL,
  version             integer        NOT NULL CHECK (version > 0),
  -- Null: from then on the program has none.
  kind                varchar(64),
  settings            jsonb          NOT NULL,
  mapping             jsonb          NOT NULL,
  -- The version in which kind and settings became what they are: what was last known of another engine is not shown.
  settings_version    integer        NOT NULL,
  accepts_uncertainty boolean        NOT NULL,
  changed_by          text           NOT NULL,
  changed_at          timestamptz(6) NOT NULL,
  PRIMARY KEY (program_id, version),
  CONSTRAINT engine_settings_version CHECK (settings_version BETWEEN 1 AND version)
);
CREATE TRIGGER engine_immutable BEFORE UPDATE OR DELETE ON engine FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER engine_kept BEFORE TRUNCATE ON engine FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The secrets of the newest version, sealed (AES-256-GCM).
CREATE TABLE engine_secret (
  program_id varchar(128) PRIMARY KEY,
  version    integer      NOT NULL,
  -- Null: the program has no engine any more.
  sealed     text
);

-- Members whose id in the engine follows no rule. Two of ours are never one of the engine's.
CREATE TABLE engine_member (
  program_id       varchar(128) NOT NULL,
  member_id        varchar(128) NOT NULL,
  engine_member_id varchar(256) NOT NULL,
  PRIMARY KEY (program_id, member_id),
  -- Deferred, so that one import can exchange two of them.
  CONSTRAINT engine_member_once UNIQUE (program_id, engine_member_id) DEFERRABLE INITIALLY DEFERRED
);

-- What an engine last said about a member, for when it does not answer.
CREATE TABLE engine_balance (
  program_id       varchar(128)   NOT NULL,
  member_id        varchar(128)   NOT NULL,
  -- Of the member's account in the graph, which may have no row of its own yet.
  account_id       uuid           NOT NULL,
  -- Whom it was asked about, and with which settings.
  engine_member_id varchar(256)   NOT NULL,
  settings_version integer        NOT NULL,
  -- In points, as the engine wrote them.
  available        numeric        NOT NULL CHECK (available >= 0),
  pending          numeric        NOT NULL CHECK (pending >= 0),
  -- When it was asked.
  as_of            timestamptz(6) NOT NULL,
  PRIMARY KEY (program_id, member_id)
) WITH (fillfactor = 80);
CREATE UNIQUE INDEX engine_balance_account ON engine_balance (account_id);
CREATE INDEX engine_balance_member ON engine_balance (member_id);

-- One statement a block: where one may not be granted, the others still are.
DO $$
BEGIN
  GRANT SELECT, INSERT ON engine TO points_service;
  GRANT SELECT, INSERT, UPDATE ON engine_secret, engine_balance TO points_service;
  GRANT SELECT, INSERT, UPDATE, DELETE ON engine_member TO points_service;
EXCEPTION
  WHEN insufficient_privilege OR undefined_object THEN RAISE NOTICE 'role points_service was not granted';
END $$;
