import type { EarningReservation, EngineEarning, EngineEarnings } from '../earning/engine/engineEarning.ts';
import type { Transaction } from '../earning/transaction.ts';
import { arrayOf, quoted } from '../ledger/arrayLiteral.ts';
import { isUuid } from '../ledger/stableUuid.ts';
import { createSagaRows } from './createSagaRows.ts';
import { KNOWN, TAKE_IN } from './deadLetterStatements.ts';
import type { Database, Sql, Statement } from './port.ts';
import { COLUMNS } from './sagaStatements.ts';

/** As it stands in the table: the transaction's facts beside the rest. */
type Stored = Omit<EngineEarning, 'transaction'> &
  Omit<Transaction, 'id' | 'amount' | 'memberId'> & {
    readonly transactionId: string;
    readonly amount: string | null;
    readonly currencyCode: string | null;
  };

// In the order of their ids, so that two who reserve the same ones do not wait for each other.
const RESERVE: Statement = {
  name: 'engine_earning_reserve',
  text: `
    INSERT INTO engine_earning (id, program_id, bucket, account_id, member_id, engine_kind, engine_version, engine_member,
                                transaction_id, kind, amount, currency_code, category, merchant_id, occurred_at,
                                fingerprint)
    SELECT id, program_id, bucket, account_id, member_id, engine_kind, engine_version, engine_member, transaction_id,
           kind, amount, currency_code, category, merchant_id, occurred_at, decode(fingerprint, 'hex')
    FROM json_to_recordset($1::json) AS q (
      id uuid, program_id text, bucket smallint, account_id uuid, member_id text, engine_kind text,
      engine_version integer, engine_member text, transaction_id text, kind text, amount text, currency_code text,
      category text, merchant_id text, occurred_at timestamptz, fingerprint text)
    ORDER BY id
    ON CONFLICT (id) DO NOTHING`,
};

// A name of ours that the engine tells before we sent anything is not believed.
const TELL: Statement = {
  name: 'engine_earning_tell',
  text: `
    UPDATE engine_earning s
    SET state = 'CAPTURED', points = $3, engine_reference = coalesce($4, s.engine_reference),
        outcome = 'The engine told what it awarded.', settled_at = coalesce(s.settled_at, clock_timestamp()),
        lease_until = NULL
    WHERE s.id = $2 AND s.program_id = $1 AND s.state IN ('SENDING', 'CAPTURED') AND s.points IS NULL`,
};

const NAMED: Statement = {
  name: 'engine_earning_named',
  text: `
    SELECT ${COLUMNS.engine_earning}
    FROM engine_earning s
    WHERE s.program_id = $1 AND s.state IN ('SENDING', 'CAPTURED')
      AND (s.id = ANY ($2::uuid[]) OR s.engine_reference = ANY ($3::text[]))`,
};

const UNDECIDED: Statement = {
  name: 'engine_earning_undecided',
  text: `
    SELECT EXISTS (
      SELECT FROM engine_earning s
      WHERE s.account_id = $1 AND (s.state IN ('RESERVED', 'SENDING') OR s.points IS NOT NULL AND s.mirrored_at IS NULL)
    ) AS "isUndecided"`,
};

const PAGE: Statement = {
  name: 'engine_earning_page',
  text: `
    SELECT ${COLUMNS.engine_earning}
    FROM engine_earning s
    WHERE s.account_id = $1 AND ($3::bigint IS NULL OR s.number < $3::bigint)
    ORDER BY s.number DESC
    LIMIT $2`,
};

/** The transactions that are handed to engines, in the database. */
export function createEngineEarnings(database: Database): EngineEarnings {
  const rows = createSagaRows(database, 'engine_earning', (stored) => toEarning(stored as Stored));
  return {
    ...rows,
    async reserve(reservations) {
      if (reservations.length === 0) return [];
      const reused = await database.transaction(async (sql) => {
        const found = await reusedOf(sql, reservations);
        const fresh = reservations.filter((one) => !found.has(one));
        if (fresh.length > 0) await sql.query(RESERVE, [JSON.stringify(fresh.map(toColumns))]);
        return found;
      });
      const made = await rows.find(reservations.map(({ id }) => id));
      return reservations.map((one, index) => {
        const row = made[index];
        if (reused.has(one)) return 'reused';
        return row ?? null;
      });
    },
    async tell(programId, id, { points, engineReference }) {
      if (!isUuid(id)) return null;
      await database.query(TELL, [programId, id, points, engineReference]);
      const [row] = await rows.find([id]);
      return row != null && row.programId === programId && row.points !== null ? row : null;
    },
    async named(programId, names) {
      const ids = arrayOf(names.filter(isUuid), (id) => id);
      return (await database.query<Stored>(NAMED, [programId, ids, arrayOf(names, quoted)])).map(toEarning);
    },
    async isUndecided(accountId) {
      const [row] = await database.query<{ isUndecided: boolean }>(UNDECIDED, [accountId]);
      return row?.isUndecided === true;
    },
    page: async (accountId, first, before) =>
      (await database.query<Stored>(PAGE, [accountId, first, before])).map(toEarning),
  };
}

/**
 * Takes the messages in, and gives those whose id came with another body before. Their inbox rows are inserted first,
 * which waits for whoever else takes them in, and only then is it read what they took in.
 */
async function reusedOf(
  sql: Sql,
  reservations: readonly EarningReservation[],
): Promise<ReadonlySet<EarningReservation>> {
  const reused = new Set<EarningReservation>();
  for (const one of reservations) {
    if (one.delivery === undefined) continue;
    const { sourceId, messageId, bodyHash } = one.delivery;
    await sql.query(TAKE_IN, [sourceId, messageId, bodyHash]);
    // Its letter is none of this: the third value asks for one that is not there.
    const [known] = await sql.query<{ bodyHash: string }>(KNOWN, [sourceId, messageId, one.id]);
    if (known?.bodyHash !== bodyHash) reused.add(one);
  }
  return reused;
}

function toColumns(one: EarningReservation): Readonly<Record<string, unknown>> {
  const { transaction } = one;
  return {
    id: one.id,
    program_id: one.programId,
    bucket: one.bucket,
    account_id: one.accountId,
    member_id: one.memberId,
    engine_kind: one.engineKind,
    engine_version: one.engineVersion,
    engine_member: one.engineMember,
    transaction_id: transaction.id,
    kind: transaction.kind,
    amount: transaction.amount?.amount ?? null,
    currency_code: transaction.amount?.currencyCode ?? null,
    category: transaction.category,
    merchant_id: transaction.merchantId,
    occurred_at: transaction.occurredAt,
    fingerprint: one.fingerprint,
  };
}

function toEarning(stored: Stored): EngineEarning {
  const { transactionId, kind, amount, currencyCode, category, merchantId, occurredAt, ...row } = stored;
  const money = amount === null || currencyCode === null ? null : { amount, currencyCode };
  const facts = { kind, amount: money, category, merchantId, occurredAt };
  return { ...row, transaction: { id: transactionId, memberId: row.memberId, ...facts } };
}
