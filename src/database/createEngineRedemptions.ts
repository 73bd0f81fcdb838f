import type { EngineRedemption } from '../redemption/engine/engineRedemption.ts';
import type { EngineRedemptions, RedemptionReservation } from '../redemption/engine/engineRedemptions.ts';
import { createSagaRows } from './createSagaRows.ts';
import type { Database, SqlValue, Statement } from './port.ts';
import { COLUMNS } from './sagaStatements.ts';

// Whoever comes second finds the first one's, or that another one of the member is under way.
const RESERVE: Statement = {
  name: 'engine_redemption_reserve',
  text: `
    INSERT INTO engine_redemption AS s (id, program_id, bucket, account_id, member_id, engine_kind, engine_version,
                                        engine_member, points, fingerprint, reward_id, order_id, is_alone)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, decode($10, 'hex'), $11, $12, $13)
    ON CONFLICT DO NOTHING
    RETURNING ${COLUMNS.engine_redemption}`,
};

// Its intent is committed with it: from here on it may have been taken in, whatever becomes of this process.
const BEGIN: Statement = {
  name: 'engine_redemption_begin',
  text: `
    INSERT INTO engine_redemption AS s (id, program_id, bucket, account_id, member_id, engine_kind, engine_version,
                                        engine_member, points, fingerprint, reward_id, order_id, is_alone, state, attempt,
                                        sent_at, first_sent_at, unsure_at, epoch, lease_until)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, decode($10, 'hex'), $11, $12, $13, 'SENDING', 1,
            now(), now(), now(), nextval('engine_epoch'), clock_timestamp() + $14::float8 * interval '1 ms')
    ON CONFLICT DO NOTHING
    RETURNING ${COLUMNS.engine_redemption}, s.sent_at AS at`,
};

const PAGE: Statement = {
  name: 'engine_redemption_page',
  text: `
    SELECT ${COLUMNS.engine_redemption}
    FROM engine_redemption s
    WHERE s.account_id = $1 AND ($3::bigint IS NULL OR s.number < $3::bigint)
    ORDER BY s.number DESC
    LIMIT $2`,
};

/** The redemptions through engines, in the database. */
export function createEngineRedemptions(database: Database): EngineRedemptions {
  const rows = createSagaRows<EngineRedemption>(database, 'engine_redemption');
  return {
    ...rows,
    async reserve(reservation) {
      const [made] = await database.query<EngineRedemption>(RESERVE, valuesOf(reservation));
      const [row] = made === undefined ? await rows.find([reservation.id]) : [made];
      return row ?? null;
    },
    async begin(reservation, lease) {
      const values = [...valuesOf(reservation), lease];
      const [begun] = await database.query<EngineRedemption & { readonly at: Date }>(BEGIN, values);
      if (begun === undefined) return null;
      const { at, ...row } = begun;
      return { row: { ...row, state: 'RESERVED', attempt: 0, firstSentAt: null, unsureAt: null }, at };
    },
    page: (accountId, first, before) => database.query<EngineRedemption>(PAGE, [accountId, first, before]),
  };
}

function valuesOf(reservation: RedemptionReservation): SqlValue[] {
  const { id, programId, bucket, accountId, memberId, engineKind, engineVersion, engineMember } = reservation;
  const { points, fingerprint, rewardId, orderId, isAlone } = reservation;
  const engine = [engineKind, engineVersion, engineMember] as const;
  return [id, programId, bucket, accountId, memberId, ...engine, points, fingerprint, rewardId, orderId, isAlone];
}
