import type { Statement } from '../database/port.ts';
import type { AccountRef } from './account.ts';
import { arrayOf, quoted } from './arrayLiteral.ts';
import type { Command } from './command.ts';
import { type JobContext, PAGE_SIZE, postPage, throwAny, timeOfLedger } from './jobContext.ts';
import type { ProgramPolicy } from './program.ts';

/** Something of an account whose time has come. */
export interface DueRow {
  /** As text, so that its place in the index is exact. */
  readonly due_at: string;
  readonly bucket: number;
  readonly id: string;
  readonly account_id: string;
  readonly program_id: string;
  readonly member_id: string;
}

export interface DueWork {
  /**
   * Gives DueRows in the order of (due_at, bucket, id): those due by $1, of the programs $2, behind the place
   * ($3, $4, $5), at most $6 of them.
   */
  readonly statement: Statement;
  /** The command that does it, under an id that is the same however often it is asked for. */
  readonly command: (row: DueRow, account: AccountRef, program: ProgramPolicy) => Command;
}

/** Does what is due in the programs, page by page, and gives how much. May be late, killed, repeated or doubled. */
export async function postDue(
  context: JobContext,
  programs: readonly ProgramPolicy[],
  { statement, command }: DueWork,
): Promise<number> {
  const time = await timeOfLedger(context);
  const policies = new Map(programs.map((program) => [program.id, program]));
  const errors: unknown[] = [];
  let done = 0;
  let last = { due_at: '-infinity', bucket: 0, id: '00000000-0000-0000-0000-000000000000' };
  for (;;) {
    const rows = await context.reads.query<DueRow>(statement, [
      time.toISOString(),
      arrayOf([...policies.keys()], quoted),
      last.due_at,
      last.bucket,
      last.id,
      PAGE_SIZE,
    ]);
    const commands = rows.flatMap((row) => {
      const program = policies.get(row.program_id);
      if (program === undefined) return [];
      const { program_id: programId, member_id: memberId, account_id: id, bucket } = row;
      return [command(row, { programId, memberId, id, bucket }, program)];
    });
    done += await postPage(context, commands, errors);
    const end = rows.at(-1);
    if (end === undefined || rows.length < PAGE_SIZE) break;
    last = end;
  }
  throwAny(errors);
  return done;
}
