/** SQL that is prepared once a connection and run by name. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Something that runs statements: a pool, or one connection inside a transaction. int8 comes back as bigint. */
export interface Sql {
  /**
   * Runs a statement and gives its rows. A value is sent as the text that PostgreSQL reads for its type.
   * Throws DatabaseUnavailable or DatabaseRefused, and nothing else.
   */
  query<Row extends object>(statement: Statement, values: readonly SqlValue[]): Promise<Row[]>;
}

export type SqlValue = string | number | bigint | boolean | Date | Uint8Array | null;

/** A pool of connections to PostgreSQL. */
export interface Database extends Sql {
  /**
   * Runs the work on one connection in one transaction at READ COMMITTED, and commits. Rolls back when the work throws.
   * Throws DatabaseUnavailable when the connection was lost: then whether it committed is unknown.
   */
  transaction<Value>(work: (sql: Sql) => Promise<Value>): Promise<Value>;
}

/** PostgreSQL could not be reached, or was lost on the way: what was sent may or may not have been done. */
export class DatabaseUnavailable extends Error {
  constructor(cause: unknown) {
    super('PostgreSQL cannot be reached.', { cause });
    this.name = 'DatabaseUnavailable';
  }
}

/** PostgreSQL refused a statement; the transaction it was in did nothing. */
export class DatabaseRefused extends Error {
  /** Five characters, see PostgreSQL's appendix of error codes: 40P01 is a deadlock, 23505 a second row with a key. */
  readonly sqlState: string;
  constructor(sqlState: string, cause: unknown) {
    super(cause instanceof Error ? cause.message : 'PostgreSQL refused a statement.', { cause });
    this.name = 'DatabaseRefused';
    this.sqlState = sqlState;
  }
}
