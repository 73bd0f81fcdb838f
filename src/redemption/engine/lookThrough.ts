import {
  type EngineDebit,
  type EngineMovement,
  EngineUnavailable,
  type LookupOutcome,
  type LoyaltyConnector,
} from '../../connectors/loyaltyConnector.ts';
import { canonicalDecimal } from '../../ledger/points.ts';
import type { EngineRedemption } from './engineRedemption.ts';

const UNCLEAR = 'The engine has a movement of these points that reads as given, and perhaps is not.';
/** Clocks of an engine and ours differ. Milliseconds. */
const SKEW = 60_000;

/**
 * Looks for a debit in the member's history, of an engine that can neither look a reference up nor be asked again. What
 * carries the reference is it. Where nothing does, it is the one debit of exactly these points since it was first sent
 * that has no other reference and is no other redemption's; two of them say nothing, and it stays undecided. No other one of the
 * member is under way (is_alone), so that nobody else asks for the like. What moves exactly these points the other way says nothing
 * either: an engine's signs may be misread. That it is absent counts like any lookup: only
 * behind the settle window, and several times over.
 */
export async function lookThrough(
  connector: Pick<LoyaltyConnector, 'history'>,
  row: Pick<EngineRedemption, 'id' | 'firstSentAt' | 'requestedAt'>,
  { member, points }: EngineDebit,
  redemptions: readonly Pick<EngineRedemption, 'id' | 'engineReference'>[],
  signal: AbortSignal,
): Promise<LookupOutcome> {
  const since = (row.firstSentAt ?? row.requestedAt).getTime() - SKEW;
  try {
    const to = new Date(Date.now() + SKEW);
    const movements = (await connector.history?.(member, new Date(since), to, signal)) ?? [];
    const debits = movements.filter((movement) => movement.points.startsWith('-'));
    const named = debits.find(({ reference }) => reference === row.id);
    if (named !== undefined) return { status: 'found', engineReference: named.engineReference };
    const others = new Set(
      redemptions.flatMap(({ id, engineReference }) => (id === row.id ? [] : (engineReference ?? []))),
    );
    const alike = debits.filter((movement) => isAlike(movement, points) && !others.has(movement.engineReference));
    const [only, another] = alike;
    if (only === undefined) {
      const perhaps = movements.some((one) => one.reference === row.id || isAlike(one, points));
      return perhaps ? { status: 'unknown', words: UNCLEAR } : { status: 'absent' };
    }
    if (another === undefined) return { status: 'found', engineReference: only.engineReference };
    return { status: 'unknown', words: 'The engine has several debits of these points, and does not say which it is.' };
  } catch (error) {
    if (error instanceof EngineUnavailable) return { status: 'unknown', words: error.message };
    throw error;
  }
}

function isAlike({ reference, points }: EngineMovement, asked: string): boolean {
  return reference === null && canonicalDecimal(points.replace('-', '')) === canonicalDecimal(asked);
}
