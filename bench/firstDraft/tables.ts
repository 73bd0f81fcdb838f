/** What `prisma migrate` makes of schema.prisma. */
export const FIRST_DRAFT_TABLES = `
  CREATE TABLE account (
    id uuid PRIMARY KEY,
    member_id text NOT NULL,
    program_id text NOT NULL,
    balance integer NOT NULL,
    held integer NOT NULL DEFAULT 0,
    pending integer NOT NULL DEFAULT 0
  );
  CREATE UNIQUE INDEX account_member_id_program_id_key ON account (member_id, program_id);
  CREATE TABLE redemption (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE CASCADE,
    idempotency_key text NOT NULL,
    points integer NOT NULL,
    reward_id text,
    status text NOT NULL,
    requested_at timestamptz(6) NOT NULL DEFAULT CURRENT_TIMESTAMP
  );
  CREATE UNIQUE INDEX redemption_idempotency_key_key ON redemption (idempotency_key);
  CREATE INDEX redemption_account_id_requested_at_idx ON redemption (account_id, requested_at);
  CREATE TABLE entry (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE CASCADE,
    kind text NOT NULL,
    points integer NOT NULL,
    balance_after integer NOT NULL,
    redemption_id uuid,
    recorded_at timestamptz(6) NOT NULL DEFAULT CURRENT_TIMESTAMP
  );
  CREATE INDEX entry_account_id_recorded_at_idx ON entry (account_id, recorded_at);
`;
