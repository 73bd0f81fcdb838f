import type { Clearing } from '../../ledger/award.ts';
import type { Minor } from '../../ledger/points.ts';
import type { Transaction } from '../transaction.ts';
import type { PolicyRule } from './ruleDefinition.ts';

const DAY = 86_400_000;

/** When the points of a transaction clear. A day is 24 hours; no points have nothing to wait for. */
export function clearingOf({ clearing }: PolicyRule, { kind, occurredAt }: Transaction, points: Minor): Clearing {
  const policy = clearing.find(({ kinds }) => kinds.includes(kind));
  if (policy === undefined || policy.afterDays === 0 || points === 0n) return 'AT_ONCE';
  return policy.afterDays === null ? 'ON_SIGNAL' : new Date(occurredAt.getTime() + policy.afterDays * DAY);
}
