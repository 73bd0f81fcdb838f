import { standingAt, tierReads } from '../earning/rules/tiers/tierStanding.ts';
import { dayOf } from '../ledger/day.ts';
import { stableUuid } from '../ledger/stableUuid.ts';
import type { PointsEvent } from './event.ts';
import type { EventContext } from './eventContext.ts';
import type { AccountOfEvents, Listener, Publishing } from './publishing.ts';

/**
 * The changes of tier since they were told last, of those accounts in whose program somebody listens for them. What is
 * told is kept in the same transaction, so that a change is told once. Of a member who was there before anybody listened
 * the first look is where changes count from; one who came later began at the lowest tier.
 */
export async function tierEvents(
  context: EventContext,
  publishing: Publishing,
  accounts: readonly AccountOfEvents[],
  listeners: readonly Listener[],
): Promise<PointsEvent[]> {
  const listening = listeners.filter(({ types }) => types === null || types.includes('tier.changed'));
  const events: PointsEvent[] = [];
  for (const programId of new Set(listening.map((listener) => listener.programId))) {
    const own = accounts.filter((account) => account.programId === programId);
    const since = Math.min(
      ...listening.filter((one) => one.programId === programId).map(({ createdAt }) => createdAt.getTime()),
    );
    if (own.length > 0) events.push(...(await changesIn(context, publishing, { programId, own, since })));
  }
  return events;
}

async function changesIn(
  { programs, earningRules, ledger, now }: EventContext,
  publishing: Publishing,
  { programId, own, since }: { programId: string; own: readonly AccountOfEvents[]; since: number },
): Promise<PointsEvent[]> {
  const at = now();
  const program = await programs.find(programId);
  const policy = program && (await earningRules.ruleSetAt(programId, at)).tiers;
  if (program === null || policy == null) return [];
  const day = dayOf(at, program.timeZone);
  const ranges = tierReads(policy, day);
  const counters = await ledger.counters(own.map((account) => ({ account, ranges })));
  const told = await publishing.tiers(own.map(({ id }) => id));
  const changes = own.flatMap((account, index) => {
    const { level } = standingAt(policy, counters[index] ?? [], day, program.decimals);
    const begin = account.openedAt.getTime() >= since ? policy.levels[0]?.code : undefined;
    const before = told.get(account.id) ?? begin;
    return before === level.code && told.has(account.id) ? [] : [{ account, before, level }];
  });
  await publishing.keepTiers(changes.map(({ account, level }) => ({ account, tier: level.code })));
  return changes.flatMap(({ account, before, level }) => {
    if (before === undefined || before === level.code) return [];
    const places = policy.levels.map(({ code }) => code);
    const isUp = places.indexOf(level.code) > places.indexOf(before);
    return [
      {
        id: stableUuid('event', 'tier.changed', account.id, account.seq.toString(), day.toString(), level.code),
        type: 'tier.changed' as const,
        programId,
        memberId: account.memberId,
        at,
        data: { accountId: account.id, from: before, to: level.code, direction: isUp ? 'UP' : 'DOWN' },
      },
    ];
  });
}
