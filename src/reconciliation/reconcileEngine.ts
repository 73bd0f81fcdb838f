import type { Engine } from '../connectors/engines.ts';
import { EngineUnavailable } from '../connectors/loyaltyConnector.ts';
import type { AccountRef } from '../ledger/account.ts';
import type { Program } from '../program/programs.ts';
import type { Counts, ReconciliationRun } from './reconciliationBooks.ts';
import type { ReconciliationContext } from './reconciliationContext.ts';
import { reconcileMember } from './reconcileMember.ts';

const STOPPED = 'This service was being stopped.';
const NO_HISTORY =
  'This engine has no history to read: its balances were compared with our books, and our books follow them.';

/**
 * Compares a program's engine with our books: begins a run, or takes up the one that stopped. It stops where the engine
 * does not answer, and is taken up there. Null: the program has no engine, or a run is under way.
 */
export async function reconcileEngine(
  context: ReconciliationContext,
  programId: string,
): Promise<ReconciliationRun | null> {
  const { engines, programs, books, limits } = context;
  const [engine, program] = await Promise.all([engines.find(programId), programs.find(programId)]);
  if (engine === null || program === null) return null;
  const run = await books.claim(programId, engine.kind, limits.lease);
  if (run === null) return null;
  try {
    const words = await compareMembers(context, run, engine, program);
    await books.leave(run, true, words);
  } catch (error) {
    const isDown = error instanceof EngineUnavailable;
    const why = isDown ? error.message : 'A fault of this service stopped it.';
    await books.leave(run, false, `It stopped, and is taken up again within the hour. ${why}`);
    if (!isDown) throw error;
  }
  return books.find(run.id);
}

async function compareMembers(
  context: ReconciliationContext,
  run: ReconciliationRun,
  engine: Engine,
  program: Program,
): Promise<string | null> {
  const { books, limits, isStopping = () => false } = context;
  let { cursor } = run;
  for (;;) {
    if (isStopping()) throw new EngineUnavailable(STOPPED);
    const accounts = await books.members({ ...run, cursor }, limits.batch);
    const last = accounts.at(-1);
    if (last === undefined) return engine.connector.capabilities.history ? null : NO_HISTORY;
    const counts = await compareBatch(context, run, engine, program, accounts);
    cursor = last.memberId;
    // Somebody else took it up: what this process did stays right, and it counts no more.
    if (!(await books.advance(run, cursor, counts, limits.lease))) return null;
  }
}

async function compareBatch(
  context: ReconciliationContext,
  run: ReconciliationRun,
  engine: Engine,
  program: Program,
  accounts: readonly AccountRef[],
): Promise<Counts> {
  const members = await engine.membersOf(accounts.map(({ memberId }) => memberId));
  const queue = accounts.entries();
  const sum = { members: 0, movements: 0, matched: 0, imported: 0, reversed: 0, adjusted: 0 };
  const faults: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (const [index, account] of queue) {
      const member = members[index] ?? null;
      if (member === null) continue;
      if (context.isStopping?.() === true) faults.push(new EngineUnavailable(STOPPED));
      if (faults.length > 0) continue;
      try {
        add(sum, await reconcileMember(context, run, engine, program, { account, member }));
      } catch (error) {
        if (!(error instanceof EngineUnavailable) || run.attempt < context.limits.attempts) faults.push(error);
        else await passOver(context, run, account, error);
      }
    }
  };
  await Promise.all(Array.from({ length: context.limits.atOnce }, worker));
  if (faults.length > 0) throw faults[0];
  return sum;
}

/** What the engine does not tell however often it is asked must not keep the others waiting. */
async function passOver(
  { books }: ReconciliationContext,
  run: ReconciliationRun,
  account: AccountRef,
  { message }: EngineUnavailable,
): Promise<void> {
  const about = { about: account.id, kind: 'NOT_READ', redemptionId: null, engineReference: null } as const;
  const action = 'Check the engine with checkEngine, and ask its vendor about this member.';
  await books.intend(run, account, { ...about, points: 0n, since: run.from, reason: message, action }, 0);
}

function add(sum: { -readonly [Key in keyof Counts]: number }, counts: Counts): void {
  for (const key of Object.keys(sum) as (keyof Counts)[]) sum[key] += counts[key];
}
