import { type AccountRef, accountRef } from '../ledger/account.ts';
import { arrayOf } from '../ledger/arrayLiteral.ts';
import { stableUuid } from '../ledger/stableUuid.ts';
import type {
  Finding,
  ReconciliationBooks,
  ReconciliationItem,
  ReconciliationRun,
} from '../reconciliation/reconciliationBooks.ts';
import type { Database, Sql } from './port.ts';
import * as statements from './reconciliationStatements.ts';

/** The runs and what they found, in the database. */
export function createReconciliationBooks(database: Database): ReconciliationBooks {
  return {
    async claim(programId, engineKind, lease) {
      await database.query(statements.BEGIN, [programId, engineKind]);
      const [run] = await database.query<ReconciliationRun>(statements.CLAIM, [programId, lease, engineKind]);
      return run ?? null;
    },
    async members({ programId, from, cursor }, most) {
      const values = [programId, from, cursor, most];
      const rows = await database.query<{ memberId: string }>(statements.MEMBERS, values);
      return rows.map(({ memberId }) => accountRef(programId, memberId));
    },
    async advance({ id, attempt }, cursor, counts, lease) {
      const { members, movements, matched, imported, reversed, adjusted } = counts;
      const done = [members, movements, matched, imported, reversed, adjusted];
      return (await database.query(statements.ADVANCE, [id, attempt, cursor, lease, ...done])).length > 0;
    },
    async leave({ id, attempt }, isFinished, words) {
      await database.query(statements.LEAVE, [id, attempt, isFinished, words]);
    },
    async find(id) {
      const [run] = await database.query<ReconciliationRun>(statements.FIND, [id]);
      return run ?? null;
    },
    openItems: async ({ programId, id }) => database.query<ReconciliationItem>(statements.OPEN_ITEMS, [programId, id]),
    keep: async (run, account, findings) =>
      database.transaction(async (sql) => {
        const ids: string[] = [];
        for (const finding of findings) ids.push(await keepOne(sql, run, account, finding));
        const values = [account.programId, account.id, run.id, arrayOf(ids, (id) => id)];
        await sql.query(statements.SETTLE_OTHERS, values);
      }),
    intend: async (run, account, finding, within) =>
      database.transaction(async (sql) => {
        const id = await keepOne(sql, run, account, finding);
        return (await sql.query(statements.SEND, [id, within])).length > 0;
      }),
    runs: async (programId, first, before) => database.query(statements.RUNS, [programId, first, before]),
    items: async (programId, isOpen, first, before) =>
      database.query(statements.ITEMS, [programId, first, before, isOpen]),
  };
}

async function keepOne(sql: Sql, run: ReconciliationRun, account: AccountRef, finding: Finding): Promise<string> {
  const { programId, memberId } = account;
  const { about, kind, redemptionId, engineReference, points, reason, action, since } = finding;
  const id = stableUuid('reconciliation', programId, kind, about);
  const what = [kind, redemptionId, engineReference, points, reason, action, since] as const;
  await sql.query(statements.KEEP, [id, programId, account.id, memberId, ...what, run.id]);
  return id;
}
