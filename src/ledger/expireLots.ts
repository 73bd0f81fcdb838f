import type { Statement } from '../database/port.ts';
import type { Account } from './account.ts';
import { ACCOUNT_COLUMNS, type AccountRow, toAccount } from './accountRow.ts';
import { arrayOf, quoted } from './arrayLiteral.ts';
import type { Expire } from './command.ts';
import { type Day, dayOf } from './day.ts';
import { type JobContext, PAGE_SIZE, postPage, throwAny, timeOfLedger } from './jobContext.ts';
import type { ProgramPolicy } from './program.ts';
import { fingerprintOf, requestId } from './requestId.ts';

interface DueRow extends AccountRow {
  readonly bucket: number;
  readonly next_expiry: Day;
}

// A walk along the index, each page behind the last row of the one before, whatever became of its rows: an account
// that cannot be swept is passed by.
const DUE_ACCOUNTS: Statement = {
  name: 'due_accounts',
  text: `
    SELECT a.next_expiry, a.bucket, ${ACCOUNT_COLUMNS}
    FROM account a
    WHERE (a.next_expiry, a.bucket, a.account_id) > ($1::integer, $2::smallint, $3::uuid) AND a.next_expiry < $4::integer
      AND a.program_id = ANY ($5::text[])
    ORDER BY a.next_expiry, a.bucket, a.account_id
    LIMIT $6::integer`,
};

/**
 * Takes away the expired lots of every account of the programs, and gives how many. A lot's command is named after
 * the account, the day and the account's newest posting. Doubled runs that saw the same account ask for the same
 * thing; those that saw another find no such lot; and a day that is swept a second time is not taken for the first.
 */
export async function expireLots(context: JobContext, programs: readonly ProgramPolicy[]): Promise<number> {
  if (programs.length === 0) return 0;
  const time = await timeOfLedger(context);
  const policies = new Map(programs.map((program) => [program.id, { program, today: dayOf(time, program.timeZone) }]));
  const latest = Math.max(...[...policies.values()].map(({ today }) => today));
  const errors: unknown[] = [];
  let expired = 0;
  let last = { next_expiry: -2_147_483_648, bucket: 0, account_id: '00000000-0000-0000-0000-000000000000' };
  for (;;) {
    const rows = await context.reads.query<DueRow>(DUE_ACCOUNTS, [
      last.next_expiry,
      last.bucket,
      last.account_id,
      latest,
      arrayOf([...policies.keys()], quoted),
      PAGE_SIZE,
    ]);
    const commands = rows.flatMap((row) => {
      const policy = policies.get(row.program_id);
      return policy === undefined ? [] : sweep(toAccount(row), policy.program, policy.today);
    });
    expired += await postPage(context, commands, errors);
    const end = rows.at(-1);
    if (end === undefined || rows.length < PAGE_SIZE) break;
    last = end;
  }
  throwAny(errors);
  return expired;
}

function sweep(account: Account, program: ProgramPolicy, today: Day): Expire[] {
  return account.lots
    .filter((lot) => lot.day < today)
    .map(({ day }) => {
      const key = `expire:${account.id}:${day}:${account.seq}`;
      return {
        kind: 'EXPIRE',
        id: requestId(program.id, 'job', key),
        fingerprint: fingerprintOf(key),
        account,
        program,
        day,
      };
    });
}
