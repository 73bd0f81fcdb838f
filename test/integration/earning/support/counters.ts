import type { Statement } from '../../../../src/database/port.ts';
import { accountRef } from '../../../../src/ledger/account.ts';
import { programOwner } from '../../../../src/ledger/counters.ts';
import type { EarningOfTest } from './useEarning.ts';

const COUNTERS: Statement = {
  name: 'counters_of_owners',
  text: 'SELECT owner, key, value FROM counter WHERE owner = ANY ($1::uuid[]) AND value <> 0 ORDER BY owner, key',
};

/** What is counted for members of the test's program and for the program, by member, or `program`, and key. */
export async function countersOf(
  { books, program }: EarningOfTest,
  memberIds: readonly string[],
): Promise<Record<string, bigint>> {
  const names = new Map(memberIds.map((memberId) => [accountRef(program.id, memberId).id, memberId]));
  names.set(programOwner(program.id).id, 'program');
  const rows = await books.database.reads.query<{ owner: string; key: string; value: bigint }>(COUNTERS, [
    `{${[...names.keys()].join(',')}}`,
  ]);
  return Object.fromEntries(rows.map(({ owner, key, value }) => [`${names.get(owner)} ${key}`, value]));
}
