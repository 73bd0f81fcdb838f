import type { Award } from './award.ts';

/** The columns of an award that AWARD_COLUMNS selects. */
export interface AwardRow {
  readonly award_id: string;
  readonly award_bucket: number;
  readonly award_account: string;
  readonly number: bigint;
  readonly after_seq: bigint;
  readonly award_points: bigint;
  readonly taken_back: bigint;
  readonly canceled: bigint;
  readonly forgiven: bigint;
  readonly state: Award['state'];
  readonly clears_at: Date | null;
  readonly award_seq: bigint | null;
  readonly facts: string;
  readonly memo: string | null;
  readonly awarded_at: Date;
  readonly award_recorded_at: Date;
}

/** Of the table award under the name w; the names are its own where a row of a request stands beside it. */
export const AWARD_COLUMNS = `
  w.award_id, w.bucket AS award_bucket, w.account_id AS award_account, w.number, w.after_seq, w.points AS award_points,
  w.reversed AS taken_back, w.canceled, w.forgiven, w.state, w.clears_at, w.seq AS award_seq, w.facts::text AS facts,
  w.memo::text AS memo, w.effective_at AS awarded_at, w.recorded_at AS award_recorded_at`;

export function toAward(row: AwardRow): Award {
  return {
    id: row.award_id,
    account: { id: row.award_account, bucket: row.award_bucket },
    number: row.number,
    afterSeq: row.after_seq,
    points: row.award_points,
    reversed: row.taken_back,
    canceled: row.canceled,
    forgiven: row.forgiven,
    state: row.state,
    clearsAt: row.clears_at,
    seq: row.award_seq,
    facts: row.facts,
    memo: row.memo,
    effectiveAt: row.awarded_at,
    recordedAt: row.award_recorded_at,
  };
}
