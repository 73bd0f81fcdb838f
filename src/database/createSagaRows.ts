import { arrayOf } from '../ledger/arrayLiteral.ts';
import { isUuid } from '../ledger/stableUuid.ts';
import type { SagaRow } from '../saga/sagaRow.ts';
import type { Claim, SagaRows } from '../saga/sagaRows.ts';
import type { Database, Sql } from './port.ts';
import { LOCK_MEMBER, sagaStatements, type SagaTable } from './sagaStatements.ts';

/** What the saga does with the rows of one of its tables, whose columns are a row's fields but for what toRow changes. */
export function createSagaRows<Row extends SagaRow>(
  database: Database,
  table: SagaTable,
  toRow: (stored: object) => Row = (stored) => stored as Row,
): SagaRows<Row> {
  const statements = sagaStatements(table);

  async function claimRow(sql: Sql, id: string, lease: number, oneAtATime: boolean): Promise<Claim<Row> | null> {
    const [claimed] = await sql.query<{ readonly at: Date }>(statements.claim, [id, lease, oneAtATime]);
    if (claimed === undefined) return null;
    const { at, ...row } = claimed;
    return { row: toRow(row), at };
  }

  return {
    async find(ids) {
      const rows = await database.query(statements.find, [arrayOf(ids.filter(isUuid), (id) => id)]);
      const found = new Map(rows.map(toRow).map((row) => [row.id, row]));
      return ids.map((id) => found.get(id) ?? null);
    },
    async claim(id, { lease, oneAtATime }) {
      if (!oneAtATime) return claimRow(database, id, lease, false);
      return database.transaction(async (sql) => {
        const [lock] = await sql.query<{ readonly locked: boolean }>(LOCK_MEMBER, [id]);
        return lock?.locked === true ? claimRow(sql, id, lease, true) : null;
      });
    },
    async intend({ id, epoch }, call) {
      const [written] = await database.query<{ readonly at: Date }>(statements.intend, [id, epoch, call]);
      return written?.at ?? null;
    },
    async park({ id, epoch }, { state, unsureAt, isAccepted, isCanceling, answers, outcome, dueIn }) {
      const values = [id, epoch, state, unsureAt, isAccepted, isCanceling, answers, outcome, dueIn];
      return (await database.query(statements.park, values)).length > 0;
    },
    async settle({ id, epoch }, settlement) {
      const reference = settlement.state === 'CAPTURED' ? settlement.engineReference : null;
      const reason = settlement.state === 'VOIDED' ? settlement.declineReason : null;
      const values = [id, epoch, settlement.state, reference, reason, settlement.outcome];
      const awarded = settlement.state === 'CAPTURED' ? (settlement.awarded ?? null) : null;
      const all = table === 'engine_earning' ? [...values, awarded] : values;
      return (await database.query(statements.settle, all)).length > 0;
    },
    forget: async ({ id, epoch }) => (await database.query(statements.forget, [id, epoch])).length > 0,
    due: (most) => database.query(statements.due, [most]),
    async hasten(programId, { reference, orderId }) {
      const id = reference !== null && isUuid(reference) ? reference : null;
      if (id === null && orderId === null) return [];
      return database.query(statements.hasten, [programId, id, orderId]);
    },
    unmirrored: async (most) => (await database.query(statements.unmirrored, [most])).map(toRow),
    async markMirrored(id) {
      await database.query(statements.markMirrored, [id]);
    },
  };
}
