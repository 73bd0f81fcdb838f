import { arrayOf } from '../ledger/arrayLiteral.ts';
import { isUuid } from '../ledger/stableUuid.ts';
import type { SagaRow } from '../redemption/engine/sagaRow.ts';
import type { Claim, SagaRows } from '../redemption/engine/sagaRows.ts';
import type { Database, Sql } from './port.ts';
import { LOCK_MEMBER, sagaStatements, type SagaTable } from './sagaStatements.ts';

/** What the saga does with the rows of one of its tables. */
export function createSagaRows<Row extends SagaRow>(database: Database, table: SagaTable): SagaRows<Row> {
  const statements = sagaStatements(table);

  async function claimRow(sql: Sql, id: string, lease: number, oneAtATime: boolean): Promise<Claim<Row> | null> {
    const [claimed] = await sql.query<Row & { readonly at: Date }>(statements.claim, [id, lease, oneAtATime]);
    if (claimed === undefined) return null;
    const { at, ...row } = claimed;
    return { row: row as unknown as Row, at };
  }

  return {
    async find(ids) {
      const rows = await database.query<Row>(statements.find, [arrayOf(ids.filter(isUuid), (id) => id)]);
      const found = new Map(rows.map((row) => [row.id, row]));
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
      return (await database.query(statements.settle, values)).length > 0;
    },
    forget: async ({ id, epoch }) => (await database.query(statements.forget, [id, epoch])).length > 0,
    due: (most) => database.query(statements.due, [most]),
    async hasten(programId, { reference, orderId }) {
      const id = reference !== null && isUuid(reference) ? reference : null;
      if (id === null && orderId === null) return [];
      return database.query(statements.hasten, [programId, id, orderId]);
    },
    unmirrored: (most) => database.query<Row>(statements.unmirrored, [most]),
    async markMirrored(id) {
      await database.query(statements.markMirrored, [id]);
    },
  };
}
