import type { Engine } from '../connectors/engines.ts';
import { openDeadline } from '../connectors/http/deadline.ts';
import {
  type Capabilities,
  type EngineBalance,
  type EngineMember,
  type EngineMovement,
  EngineUnavailable,
} from '../connectors/loyaltyConnector.ts';
import { available } from '../ledger/account.ts';
import type { AccountRef } from '../ledger/account.ts';
import { dayOf } from '../ledger/day.ts';
import { floorMinor } from '../ledger/points.ts';
import type { Program } from '../program/programs.ts';
import { isSettled } from '../saga/sagaRow.ts';
import { learnMovements, type Learned } from './learnMovements.ts';
import type { OwnRow } from './ownRow.ts';
import type { ReconciliationContext } from './reconciliationContext.ts';

/** A member's statement in the engine beside ours, after ours has learned what it had not. */
export interface Compared extends Learned {
  readonly movements: readonly EngineMovement[];
  readonly rows: readonly OwnRow[];
  /** How many minor units more the engine has; null: points moved meanwhile, or are about to, so that it says nothing. */
  readonly apart: { readonly minor: bigint; readonly seq: bigint } | null;
}

/** An engine's clock may be before ours. Milliseconds. */
const AHEAD = 60_000;

/**
 * Reads what the engine has, imports what our books lack, and compares the balances. The figures count only if the
 * engine's was the same before and after its history was read, nothing of ours is under way or may be, and our account did not
 * move from before the second reading until after it. Null: the engine does not know the member. Throws EngineUnavailable.
 */
export async function readStatement(
  context: ReconciliationContext,
  engine: Engine,
  program: Program,
  whose: { readonly account: AccountRef; readonly member: EngineMember; readonly from: Date },
): Promise<Compared | null> {
  const { ledger, limits, now, rows: ownRows, awards, reached } = context;
  const { account, member, from } = whose;
  const { connector } = engine;
  const asked = async <Value>(ask: (signal: AbortSignal) => Promise<Value>): Promise<Value> => {
    const deadline = openDeadline(limits.callTimeout);
    try {
      return await ask(deadline.signal);
    } finally {
      deadline.close();
    }
  };
  const balance = async (): Promise<EngineBalance | null> => {
    const [told = null] = await asked(async (signal) => connector.balances([member], signal));
    if (told instanceof EngineUnavailable) throw told;
    return told;
  };
  const ours = async (): Promise<{ minor: bigint; seq: bigint }> => {
    const [stored = null] = await ledger.accounts([account]);
    if (stored === null) return { minor: 0n, seq: 0n };
    return { minor: available(stored, dayOf(now(), program.timeZone)), seq: stored.seq };
  };

  const before = await balance();
  if (before === null) return null;
  const to = new Date(now().getTime() + AHEAD);
  const movements = (await asked(async (signal) => connector.history?.(member, from, to, signal))) ?? [];
  const learned = await learnMovements(context, program, account, movements);
  await reached?.('learned');
  const mirror = await ours();
  const after = connector.history === undefined ? before : await balance();
  const rows = await ownRows.of({ accountId: account.id, from, references: [], engineReferences: [] });
  const seen = new Set(learned.sorted.flatMap((one) => (one.as === 'foreign' ? [] : [one.row.id])));
  const isThere = (row: OwnRow): boolean => seen.has(row.id) || !isAwaited(row, connector.capabilities, context);
  const isQuiet =
    rows.every((row) => isSettled(row) && (row.state !== 'CAPTURED' || (row.isMirrored && isThere(row)))) &&
    (await awards?.isUndecided(account.id)) !== true;
  const isStill = (await ours()).seq === mirror.seq && after?.available === before.available;
  const told = floorMinor(before.available, program.decimals);
  const apart = isQuiet && isStill ? { minor: told - mirror.minor, seq: mirror.seq } : null;
  return { ...learned, movements, rows, apart };
}

/** Whether what the engine said that it did may still come into its history, and perhaps into its balance. */
export function isAwaited(
  { settledAt, firstSentAt, requestedAt }: OwnRow,
  { history, settlesWithin }: Capabilities,
  { limits, now }: Pick<ReconciliationContext, 'limits' | 'now'>,
): boolean {
  const since = settledAt ?? firstSentAt ?? requestedAt;
  const visible = (settlesWithin ?? limits.settlesWithin) + limits.callTimeout;
  return history && now().getTime() - since.getTime() < visible;
}
