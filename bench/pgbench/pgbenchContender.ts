import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Contender } from '../measure.ts';

const run = promisify(execFile);
const CLIENTS = 32;

/** A plain account and a plain history: no lots, no idempotency, no rejection that is remembered. */
export const PGBENCH_TABLES = `
  CREATE TABLE plain_account (
    bucket smallint NOT NULL, account_id integer NOT NULL, balance bigint NOT NULL CHECK (balance >= 0),
    seq bigint NOT NULL, PRIMARY KEY (bucket, account_id)
  ) WITH (fillfactor = 60);
  CREATE TABLE plain_posting (
    bucket smallint NOT NULL, account_id integer NOT NULL, seq bigint NOT NULL, amount bigint NOT NULL,
    balance_after bigint NOT NULL, recorded_at timestamptz NOT NULL, PRIMARY KEY (bucket, account_id, seq)
  );
`;

export const FILL_PLAIN_ACCOUNTS = `
  INSERT INTO plain_account SELECT n % 64, n, 1000000000000, 0 FROM generate_series(1, $1::integer) n`;

/** The same posting as one statement: update and insert in a CTE. */
function script(account: string): string {
  return `\\set account ${account}
WITH moved AS (
  UPDATE plain_account SET balance = balance - 1, seq = seq + 1
  WHERE bucket = :account % 64 AND account_id = :account AND balance >= 1
  RETURNING bucket, account_id, seq, balance
)
INSERT INTO plain_posting SELECT bucket, account_id, seq, -1, balance, clock_timestamp() FROM moved;
`;
}

interface PgbenchOptions {
  readonly program: string;
  readonly folder: string;
  readonly connectionString: string;
  readonly accounts: number;
  readonly hot: boolean;
}

/** pgbench with 32 clients on two threads and prepared statements. It measures in whole seconds. */
export async function pgbenchContender(options: PgbenchOptions): Promise<Contender> {
  const file = join(options.folder, options.hot ? 'hot.sql' : 'spread.sql');
  await writeFile(file, script(options.hot ? '1' : `random(1, ${options.accounts})`));
  return {
    name: 'pgbench',
    async run(milliseconds) {
      // Its clock runs while it connects, so a second goes to that; its rate leaves that out.
      const seconds = Math.ceil(milliseconds / 1000) + 1;
      const load = `-M prepared -c ${CLIENTS} -j 2 -n -T ${seconds}`.split(' ');
      const { stdout } = await run(options.program, [...load, '-f', file, options.connectionString]);
      const rate = Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
      const latency = Number(/latency average = ([\d.]+) ms/.exec(stdout)?.[1]);
      if (!(rate > 0)) throw new Error(`pgbench said nothing to go by:\n${stdout}`);
      return { rate, p50: latency, p99: null };
    },
  };
}
