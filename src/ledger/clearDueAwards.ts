import type { Statement } from '../database/port.ts';
import { arrayOf, quoted } from './arrayLiteral.ts';
import { clearAward } from './clearAward.ts';
import type { Clear } from './command.ts';
import { type JobContext, PAGE_SIZE, postPage, throwAny, timeOfLedger } from './jobContext.ts';
import type { ProgramPolicy } from './program.ts';

interface DueAwardRow {
  readonly clears_at: string;
  readonly bucket: number;
  readonly award_id: string;
  readonly account_id: string;
  readonly program_id: string;
  readonly member_id: string;
}

// clears_at as text keeps the place in the index exact. A closed account's are all taken back: there is nothing to do.
const DUE_AWARDS: Statement = {
  name: 'due_awards',
  text: `
    SELECT w.clears_at::text AS clears_at, w.bucket, w.award_id, w.account_id, a.program_id, a.member_id
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
  const time = await timeOfLedger(context);
  const policies = new Map(programs.map((program) => [program.id, program]));
  const errors: unknown[] = [];
  let cleared = 0;
  let last = { clears_at: '-infinity', bucket: 0, award_id: '00000000-0000-0000-0000-000000000000' };
  for (;;) {
    const rows = await context.reads.query<DueAwardRow>(DUE_AWARDS, [
      time.toISOString(),
      arrayOf([...policies.keys()], quoted),
      last.clears_at,
      last.bucket,
      last.award_id,
      PAGE_SIZE,
    ]);
    const commands = rows.flatMap((row) => {
      const program = policies.get(row.program_id);
      return program === undefined ? [] : [clearIfDue(row, program)];
    });
    cleared += await postPage(context, commands, errors);
    const end = rows.at(-1);
    if (end === undefined || rows.length < PAGE_SIZE) break;
    last = end;
  }
  throwAny(errors);
  return cleared;
}

function clearIfDue(row: DueAwardRow, program: ProgramPolicy): Clear {
  const account = { programId: row.program_id, memberId: row.member_id, id: row.account_id, bucket: row.bucket };
  return { ...clearAward(account, program, row.award_id), ifDue: true };
}
