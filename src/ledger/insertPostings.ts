import type { Sql, Statement } from '../database/port.ts';
import { arrayOf } from './arrayLiteral.ts';
import { lotsText } from './lotsText.ts';
import type { Posting } from './posting.ts';
import { timeOf } from './timeText.ts';

const INSERT_POSTINGS: Statement = {
  name: 'insert_postings',
  text: `
    INSERT INTO posting (bucket, account_id, seq, kind, contra, amount, balance_after, lots, origin_lots, reverses_seq,
                         request_id, effective_at, recorded_at)
    SELECT bucket, account_id, seq, kind, contra, amount, balance_after, lots::bigint[], origin_lots::bigint[],
           reverses_seq, request_id, effective_at, recorded_at
    FROM unnest(
      $1::smallint[], $2::uuid[], $3::bigint[], $4::posting_kind[], $5::system_account[], $6::bigint[], $7::bigint[],
      $8::text[], $9::text[], $10::bigint[], $11::uuid[], $12::timestamptz[], $13::timestamptz[]
    ) AS q (bucket, account_id, seq, kind, contra, amount, balance_after, lots, origin_lots, reverses_seq,
            request_id, effective_at, recorded_at)`,
};

/** Adds postings to the history of their accounts, which are locked. */
export async function insertPostings(sql: Sql, postings: readonly Posting[]): Promise<void> {
  if (postings.length === 0) return;
  await sql.query(INSERT_POSTINGS, [
    arrayOf(postings, (posting) => posting.account.bucket),
    arrayOf(postings, (posting) => posting.account.id),
    arrayOf(postings, (posting) => posting.seq),
    arrayOf(postings, (posting) => posting.kind),
    arrayOf(postings, (posting) => posting.contra),
    arrayOf(postings, (posting) => posting.amount),
    arrayOf(postings, (posting) => posting.balanceAfter),
    arrayOf(postings, (posting) => `"${lotsText(posting.lots)}"`),
    arrayOf(postings, (posting) => `"${lotsText(posting.originLots)}"`),
    arrayOf(postings, (posting) => posting.reversesSeq),
    arrayOf(postings, (posting) => posting.requestId),
    arrayOf(postings, (posting) => timeOf(posting.effectiveAt)),
    arrayOf(postings, (posting) => timeOf(posting.recordedAt)),
  ]);
}
