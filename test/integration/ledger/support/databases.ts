import { EventEmitter, once } from 'node:events';
import {
  type Database,
  DatabaseUnavailable,
  type Sql,
  type SqlValue,
  type Statement,
} from '../../../../src/database/port.ts';

/** A database that loses its connection, as often as asked, before or after the commit. */
export interface UnsteadyDatabase extends Database {
  /** How many of the next transactions are lost before their commit, and then how many after it. */
  lose: { before: number; after: number };
  readonly transactions: number;
}

export function unsteady(database: Database): UnsteadyDatabase {
  let transactions = 0;
  const self: UnsteadyDatabase = {
    lose: { before: 0, after: 0 },
    get transactions() {
      return transactions;
    },
    query: (statement, values) => database.query(statement, values),
    async transaction(work) {
      transactions += 1;
      if (self.lose.before > 0) {
        self.lose.before -= 1;
        return database.transaction(async (sql) => {
          await work(sql);
          throw new DatabaseUnavailable(new Error('lost before the commit'));
        });
      }
      const value = await database.transaction(work);
      if (self.lose.after === 0) return value;
      self.lose.after -= 1;
      throw new DatabaseUnavailable(new Error('lost after the commit'));
    },
  };
  return self;
}

/** A database that tells of every statement, before it is sent. */
export function watched(
  database: Database,
  onStatement: (statement: Statement, values: readonly SqlValue[], sql: Sql) => Promise<void> | void,
): Database {
  const watch = (sql: Sql): Sql => ({
    async query<Row extends object>(statement: Statement, values: readonly SqlValue[]): Promise<Row[]> {
      await onStatement(statement, values, sql);
      return sql.query<Row>(statement, values);
    },
  });
  return {
    ...watch(database),
    transaction: (work) => database.transaction((sql) => work(watch(sql))),
  };
}

/** Databases on one that hold their first batches back until each of them has one to write. */
export function abreast(database: Database, count: number): Database[] {
  const arrived = new Set<number>();
  const gate = new EventEmitter().setMaxListeners(0);
  return Array.from({ length: count }, (_, index) => ({
    query: (statement, values) => database.query(statement, values),
    async transaction(work) {
      arrived.add(index);
      if (arrived.size < count) await once(gate, 'open');
      gate.emit('open');
      return database.transaction(work);
    },
  }));
}
