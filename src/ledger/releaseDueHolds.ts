import type { JobContext } from './jobContext.ts';
import { postDue } from './postDue.ts';
import type { ProgramPolicy } from './program.ts';
import { fingerprintOf, requestId } from './requestId.ts';

const DUE_HOLDS = {
  name: 'due_holds',
  text: `
    SELECT h.expires_at::text AS due_at, h.bucket, h.hold_id AS id, h.account_id, a.program_id, a.member_id
    FROM hold h
    JOIN account a ON a.bucket = h.bucket AND a.account_id = h.account_id
    WHERE h.state = 'OPEN' AND h.expires_at <= $1::timestamptz AND a.program_id = ANY ($2::text[])
      AND (h.expires_at, h.bucket, h.hold_id) > ($3::timestamptz, $4::smallint, $5::uuid)
    ORDER BY h.expires_at, h.bucket, h.hold_id
    LIMIT $6::integer`,
};

/**
 * Releases the holds of the programs whose time is over, and gives how many. A hold ends once, so its id is the key:
 * however often it is asked for, it is released once, unless a capture was first.
 */
export async function releaseDueHolds(context: JobContext, programs: readonly ProgramPolicy[]): Promise<number> {
  return postDue(context, programs, {
    statement: DUE_HOLDS,
    command({ id: holdId }, account, program) {
      const key = `time-out:${holdId}`;
      const id = requestId(program.id, 'job', key);
      return { kind: 'RELEASE', id, fingerprint: fingerprintOf(key), account, program, holdId, ifDue: true };
    },
  });
}
