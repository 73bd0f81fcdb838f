import type { Statement } from '../database/port.ts';
import { arrayOf, quoted } from './arrayLiteral.ts';
import type { Release } from './command.ts';
import { type JobContext, PAGE_SIZE, postPage, throwAny, timeOfLedger } from './jobContext.ts';
import type { ProgramPolicy } from './program.ts';
import { fingerprintOf, requestId } from './requestId.ts';

interface DueHoldRow {
  readonly expires_at: string;
  readonly bucket: number;
  readonly hold_id: string;
  readonly account_id: string;
  readonly program_id: string;
  readonly member_id: string;
}

// expires_at as text keeps the place in the index exact.
const DUE_HOLDS: Statement = {
  name: 'due_holds',
  text: `
    SELECT h.expires_at::text AS expires_at, h.bucket, h.hold_id, h.account_id, a.program_id, a.member_id
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
  const time = await timeOfLedger(context);
  const policies = new Map(programs.map((program) => [program.id, program]));
  const errors: unknown[] = [];
  let released = 0;
  let last = { expires_at: '-infinity', bucket: 0, hold_id: '00000000-0000-0000-0000-000000000000' };
  for (;;) {
    const rows = await context.reads.query<DueHoldRow>(DUE_HOLDS, [
      time.toISOString(),
      arrayOf([...policies.keys()], quoted),
      last.expires_at,
      last.bucket,
      last.hold_id,
      PAGE_SIZE,
    ]);
    const commands = rows.flatMap((row) => {
      const program = policies.get(row.program_id);
      return program === undefined ? [] : [timeOut(row, program)];
    });
    released += await postPage(context, commands, errors);
    const end = rows.at(-1);
    if (end === undefined || rows.length < PAGE_SIZE) break;
    last = end;
  }
  throwAny(errors);
  return released;
}

function timeOut(row: DueHoldRow, program: ProgramPolicy): Release {
  const key = `time-out:${row.hold_id}`;
  return {
    kind: 'RELEASE',
    id: requestId(program.id, 'job', key),
    fingerprint: fingerprintOf(key),
    account: { programId: row.program_id, memberId: row.member_id, id: row.account_id, bucket: row.bucket },
    program,
    holdId: row.hold_id,
    ifDue: true,
  };
}
