import { clearAward } from './clearAward.ts';
import type { JobContext } from './jobContext.ts';
import { postDue } from './postDue.ts';
import type { ProgramPolicy } from './program.ts';

// A closed account's are all taken back: there is nothing to do.
const DUE_AWARDS = {
  name: 'due_awards',
  text: `
    SELECT w.clears_at::text AS due_at, w.bucket, w.award_id AS id, w.account_id, a.program_id, a.member_id
    FROM award w
    JOIN account a ON a.bucket = w.bucket AND a.account_id = w.account_id
    WHERE w.state = 'PENDING' AND w.clears_at <= $1::timestamptz AND a.program_id = ANY ($2::text[])
      AND a.status <> 'CLOSED'
      AND (w.clears_at, w.bucket, w.award_id) > ($3::timestamptz, $4::smallint, $5::uuid)
    ORDER BY w.clears_at, w.bucket, w.award_id
    LIMIT $6::integer`,
};

/**
 * Clears the pending awards of the programs whose time has come, and gives how many. An award clears once, so its id
 * is the key: however often it is asked for, by this or by a signal, it is cleared once.
 */
export async function clearDueAwards(context: JobContext, programs: readonly ProgramPolicy[]): Promise<number> {
  return postDue(context, programs, {
    statement: DUE_AWARDS,
    command: ({ id }, account, program) => ({ ...clearAward(account, program, id), ifDue: true }),
  });
}
