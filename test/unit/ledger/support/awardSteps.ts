import type { AwardPoints, Clear, TakeBack } from '../../../../src/ledger/command.ts';
import type { Minor } from '../../../../src/ledger/points.ts';
import { capped, givingBack, READS, uncapped } from './rules.ts';
import type { Step } from './steps.ts';
import type { Seat, World } from './world.ts';

type Said<Kind> = Omit<Kind, 'id' | 'fingerprint' | 'account' | 'program'>;
type Choice = Pick<Step, 'amount' | 'pick'>;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WAITS = [0, HOUR, DAY, 30 * DAY];
const BACKDATES = [HOUR, 29 * DAY, 31 * DAY, 334 * DAY, 400 * DAY, -HOUR];

/** An award: at once, at an instant or on a signal; for the greatest amounts, one that no cap trims. */
export function awardStep(world: World, wanted: Minor, { amount, pick }: Choice): Said<AwardPoints> {
  const clearsAt = new Date(world.now.getTime() + (WAITS[pick % 4] ?? 0));
  const clearing = pick % 3 === 0 ? 'AT_ONCE' : pick % 5 === 0 ? 'ON_SIGNAL' : clearsAt;
  return {
    kind: 'AWARD',
    reads: READS,
    assess: amount > 20 ? uncapped(wanted) : capped(wanted, clearing),
    effectiveAt: new Date(world.now.getTime() - (BACKDATES[pick % 22] ?? 0)),
  };
}

/** Clears or takes back an award, mostly one of the member's that it fits. */
export function changeStep(
  action: 'CLEAR' | 'CLEAR_DUE' | 'TAKE_BACK',
  world: World,
  seat: Seat,
  { amount, pick }: Choice,
): Said<Clear> | Said<TakeBack> {
  const all = [...world.book.awards.values()];
  const own = all.filter((award) => award.account.id === seat.account.id);
  const fit = own.filter(({ state }) => action === 'TAKE_BACK' || state === 'PENDING');
  const awards = pick % 9 === 0 ? all : fit.length > 0 ? fit : own;
  const targetId = awards[pick % Math.max(awards.length, 1)]?.id ?? 'none';
  if (action !== 'TAKE_BACK') return { kind: 'CLEAR', targetId, ...(action === 'CLEAR_DUE' && { ifDue: true }) };
  const shortfall = (['DEBT', 'DEBT', 'WITHIN_BALANCE', 'REFUSE'] as const)[pick % 4] ?? 'DEBT';
  return { kind: 'TAKE_BACK', targetId, reassess: givingBack(BigInt(amount)), shortfall };
}
