import type { CustomTypesConfig, PoolClient, QueryResult } from 'pg';
import { Pool, types } from 'pg';
import { databaseError } from './databaseErrors.ts';
import type { Database, Sql, SqlValue, Statement } from './port.ts';
import { DatabaseRefused, DatabaseUnavailable } from './port.ts';

export interface DatabaseOptions {
  readonly connectionString: string;
  /** How many connections at most. */
  readonly connections: number;
  /** The ledger's own connections: plans that stay right while tables grow, and a BEGIN that costs no round trip. */
  readonly hot?: boolean;
  /** The role to work as; absent: the connection's own user. It must exist and be granted to that user. */
  readonly role?: string;
  /** Longest time of one statement, in milliseconds; 0: none. */
  readonly statementTimeout?: number;
}

export interface OpenDatabase extends Database {
  readonly pool: Pool;
  /** Waits for what is under way, then closes the connections. */
  close(): Promise<void>;
}

const toBigInts = (literal: string): bigint[] => (literal === '{}' ? [] : literal.slice(1, -1).split(',').map(BigInt));

// int8 and int8[] are amounts and sequences: exact as bigint, and as text in nobody else's pool.
const exact = new Map<number, (text: string) => unknown>([
  [20, BigInt],
  [1016, toBigInts],
]);
const exactTypes: CustomTypesConfig = {
  getTypeParser: (oid, format) => exact.get(oid) ?? types.getTypeParser(oid, format),
};
const ignore = (): void => {};

/** A pool of connections; none is made before the first query. */
export function openDatabase(options: DatabaseOptions): OpenDatabase {
  const { hot = false, statementTimeout = 30_000 } = options;
  const pool = new Pool({
    connectionString: withSettings(options.connectionString, settingsOf(options, statementTimeout)),
    application_name: 'points',
    max: options.connections,
    idleTimeoutMillis: hot ? 0 : 60_000,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    pipeline: hot,
    types: exactTypes,
    // A server that vanished without a word cannot time a statement out for us.
    ...(statementTimeout > 0 && { query_timeout: statementTimeout + 5_000 }),
  });
  // A lost connection is told to whoever uses it next; without a listener it would end the process.
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return {
    pool,
    query: (statement, values) => run(pool, statement, values),
    transaction: (work) => transaction(pool, hot, work),
    close: () => pool.end(),
  };
}

function settingsOf({ hot = false, role }: DatabaseOptions, statementTimeout: number): string {
  const settings = [
    `statement_timeout=${statementTimeout}`,
    `lock_timeout=${Math.min(statementTimeout, 10_000)}`,
    'idle_in_transaction_session_timeout=15000',
    ...(hot ? ['enable_seqscan=off', 'plan_cache_mode=force_generic_plan'] : []),
    ...(role === undefined ? [] : [`role=${role}`]),
  ];
  return settings.map((setting) => `-c ${setting}`).join(' ');
}

/** The connection string with settings behind those that it brings. */
function withSettings(connectionString: string, settings: string): string {
  const url = new URL(connectionString);
  const own = url.searchParams.get('options');
  url.searchParams.set('options', own === null ? settings : `${own} ${settings}`);
  return url.href;
}

async function run<Row extends object>(
  client: Pool | PoolClient,
  statement: Statement,
  values: readonly SqlValue[],
): Promise<Row[]> {
  const { name, text } = statement;
  try {
    const result = await client.query<Row>({ name, text, values: values as SqlValue[] });
    return result.rows;
  } catch (error) {
    throw databaseError(error);
  }
}

async function transaction<Value>(pool: Pool, pipelined: boolean, work: (sql: Sql) => Promise<Value>): Promise<Value> {
  const client = await pool.connect().catch(rethrow);
  const send = (text: string): Promise<QueryResult> => client.query(text).catch(rethrow);
  // The connection goes back to the pool only when we know that no transaction is open on it.
  let settled = false;
  try {
    // Pipelined, the work's first statement leaves together with BEGIN, which fails only where that one fails too.
    if (pipelined) send('BEGIN').catch(() => {});
    else await send('BEGIN');
    const value = await work({ query: (statement, values) => run(client, statement, values) });
    const { command } = await send('COMMIT');
    settled = true;
    if (command !== 'COMMIT') throw new DatabaseRefused('25P02', new Error('A refused statement was ignored.'));
    return value;
  } catch (error) {
    if (!settled && !(error instanceof DatabaseUnavailable)) {
      settled = await send('ROLLBACK').then(
        () => true,
        () => false,
      );
    }
    throw error;
  } finally {
    client.release(!settled);
  }
}

function rethrow(error: unknown): never {
  throw databaseError(error);
}
