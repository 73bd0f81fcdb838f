import type { EngineMovement } from '../connectors/loyaltyConnector.ts';
import type { EngineAwards } from '../earning/engine/engineAwards.ts';
import { unexpected } from '../failure/unexpected.ts';
import type { AccountRef } from '../ledger/account.ts';
import type { MirrorMovement } from '../ledger/command.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Minor } from '../ledger/points.ts';
import type { ProgramPolicy } from '../ledger/program.ts';
import { fingerprintOf, requestId } from '../ledger/requestId.ts';
import type { OwnRow, OwnRows } from './ownRow.ts';
import { sortMovements, type Sorted } from './sortMovements.ts';

export interface LearnContext {
  readonly ledger: Pick<Ledger, 'post'>;
  readonly rows: OwnRows;
  /** Absent: engines are handed no transactions. */
  readonly awards?: EngineAwards | undefined;
}

export interface Learned {
  readonly rows: readonly OwnRow[];
  readonly sorted: readonly Sorted[];
  /** How many are in our books from now on that were not. */
  readonly imported: number;
  /** Those whose name our books have with other points, or for which the account can take no more. */
  readonly refused: readonly EngineMovement[];
}

/**
 * Repeats in our books what the engine moved and we did not: movements of its own, and those that name a redemption for
 * which nothing was to be taken, so that both books agree whatever follows. Each is named by the engine's reference, so
 * that two processes, and a run that comes again, repeat it once. What may be of a row that is not decided yet is left
 * until it is. Throws LedgerUnavailable, DatabaseUnavailable: repeating it is safe.
 */
export async function learnMovements(
  { ledger, rows: ownRows, awards }: LearnContext,
  program: ProgramPolicy,
  account: AccountRef,
  movements: readonly EngineMovement[],
): Promise<Learned> {
  if (movements.length === 0) return { rows: [], sorted: [], imported: 0, refused: [] };
  const first = Math.min(...movements.map(({ occurredAt }) => occurredAt.getTime()));
  const references = movements.flatMap(({ reference }) => reference ?? []);
  const rows = await ownRows.of({
    accountId: account.id,
    from: new Date(first - SETTLED_BEFORE),
    references,
    engineReferences: movements.map(({ engineReference }) => engineReference),
  });
  const ours = (await awards?.claim(program, movements)) ?? new Set<EngineMovement>();
  const unknown = movements.filter((movement) => !ours.has(movement));
  const sorted = sortMovements(unknown, rows, program.decimals);
  const refused: EngineMovement[] = [];
  let imported = 0;
  for (const { as, movement, minor } of sorted) {
    if ((as !== 'foreign' && as !== 'voided') || minor === 0n) continue;
    const outcome = await ledger.post(mirrorMovement(program, account, movement, minor));
    if (outcome.status === 'accepted') imported += outcome.replayed ? 0 : 1;
    else if (outcome.status === 'conflict' || outcome.status === 'rejected') refused.push(movement);
    else throw unexpected(outcome);
  }
  return { rows, sorted, imported, refused };
}

/** A row may have been settled, by our clock, before the engine says that it happened. Milliseconds. */
const SETTLED_BEFORE = 86_400_000;

/** The command that repeats a movement of the engine's; minor is signed as the movement is. */
export function mirrorMovement(
  program: ProgramPolicy,
  account: AccountRef,
  { engineReference, occurredAt, words }: Pick<EngineMovement, 'engineReference' | 'occurredAt' | 'words'>,
  minor: Minor,
): MirrorMovement {
  return {
    kind: 'MIRROR_MOVEMENT',
    id: requestId(account.programId, 'engine-movement', engineReference),
    fingerprint: fingerprintOf('engine-movement', account.id, minor),
    account,
    program,
    direction: minor > 0n ? 'GIVEN' : 'TAKEN',
    points: minor > 0n ? minor : -minor,
    effectiveAt: occurredAt,
    ...(words !== null && words !== '' && { details: { reason: words } }),
  };
}
