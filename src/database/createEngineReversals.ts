import type { EngineGivingBack } from '../redemption/engine/engineRedemption.ts';
import type { EngineReversals } from '../redemption/engine/engineRedemptions.ts';
import { createSagaRows } from './createSagaRows.ts';
import type { Database, Statement } from './port.ts';

const LOCK_REDEMPTION: Statement = {
  name: 'engine_reversal_lock',
  text: `SELECT points FROM engine_redemption WHERE id = $1 FOR NO KEY UPDATE`,
};

/** What is given back, or may be. */
const GIVEN_BACK: Statement = {
  name: 'engine_reversal_given_back',
  text: `
    SELECT coalesce(sum(points), 0)::bigint AS points
    FROM engine_reversal
    WHERE redemption_id = $1 AND state <> 'VOIDED'`,
};

const RESERVE: Statement = {
  name: 'engine_reversal_reserve',
  text: `
    INSERT INTO engine_reversal (id, redemption_id, program_id, bucket, account_id, member_id, engine_kind,
                                 engine_version, engine_member, points, reason, fingerprint)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, decode($12, 'hex'))
    ON CONFLICT (id) DO NOTHING`,
};

/** What engines are asked to give back, in the database. */
export function createEngineReversals(database: Database): EngineReversals {
  const rows = createSagaRows<EngineGivingBack>(database, 'engine_reversal');
  return {
    ...rows,
    async reserve(reservation) {
      const { id, redemptionId } = reservation;
      const left = await database.transaction(async (sql) => {
        const [redemption] = await sql.query<{ points: bigint }>(LOCK_REDEMPTION, [redemptionId]);
        const [given] = await sql.query<{ points: bigint }>(GIVEN_BACK, [redemptionId]);
        const most = (redemption?.points ?? 0n) - (given?.points ?? 0n);
        const points = reservation.points ?? most;
        if (most === 0n || points > most) return most;
        const { programId, bucket, accountId, memberId, engineKind, engineVersion, engineMember } = reservation;
        const whose = [programId, bucket, accountId, memberId, engineKind, engineVersion, engineMember] as const;
        await sql.query(RESERVE, [id, redemptionId, ...whose, points, reservation.reason, reservation.fingerprint]);
        return most;
      });
      const [row] = await rows.find([id]);
      return row ?? left;
    },
  };
}
