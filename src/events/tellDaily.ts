import { type Day, dayOf, formatDay, NEVER } from '../ledger/day.ts';
import { formatMinor } from '../ledger/points.ts';
import { stableUuid } from '../ledger/stableUuid.ts';
import type { Program } from '../program/programs.ts';
import type { PointsEvent } from './event.ts';
import type { EventContext } from './eventContext.ts';
import type { AccountOfEvents, ExpiringAccount, ExpiryPlace, Listener } from './publishing.ts';
import { tierEvents } from './tierEvents.ts';

const PAGE = 500;
/** Days before, the last warning first. */
const WARNINGS = [7, 30] as const;

/** Tells the tiers that time alone changed, and points that expire soon. Late or doubled runs tell each once. */
export async function tellDaily(context: EventContext): Promise<number> {
  if (!(await context.publications.hasListeners())) return 0;
  return (await tellExpiring(context)) + (await tellTiers(context));
}

export async function tellTiers(context: EventContext): Promise<number> {
  const { publications } = context;
  const programIds = programsOf((await listenersNow(context)).filter(wants('tier.changed')));
  let told = 0;
  for (let after: string | null = null; ;) {
    const accounts: readonly AccountOfEvents[] =
      programIds.length === 0 ? [] : await publications.walk(programIds, after, PAGE);
    told += await deliver(context, async (publishing, listeners) =>
      tierEvents(context, publishing, accounts, listeners),
    );
    after = accounts.at(-1)?.id ?? null;
    if (accounts.length < PAGE) return told;
  }
}

export async function tellExpiring(context: EventContext): Promise<number> {
  const { publications, programs, now } = context;
  const programIds = programsOf((await listenersNow(context)).filter(wants('points.expiring')));
  if (programIds.length === 0) return 0;
  const at = now();
  const found = await Promise.all(programIds.map(async (id) => programs.find(id)));
  const known = new Map(found.flatMap((program) => (program === null ? [] : [[program.id, program]])));
  // A day more, for programs whose day has begun already.
  const until = dayOf(at, 'UTC') + 31;
  let told = 0;
  let after: ExpiryPlace = { nextExpiry: -2_147_483_648, bucket: 0, id: '00000000-0000-0000-0000-000000000000' };
  for (;;) {
    const accounts = await publications.expiring(programIds, until, after, PAGE);
    const events = accounts.flatMap((account) => warningsOf(account, known.get(account.programId), at));
    told += await deliver(context, async () => events);
    const last = accounts.at(-1);
    if (last === undefined || accounts.length < PAGE) return told;
    after = last;
  }
}

/** What of an account expires soon and is not expired, a warning a day of expiry. */
function warningsOf(account: ExpiringAccount, program: Program | undefined, at: Date): PointsEvent[] {
  if (program === undefined) return [];
  const today = dayOf(at, program.timeZone);
  return account.lots.flatMap(({ day, points }) => {
    const within = day >= today && day !== NEVER && points > 0n ? warningFor(day - today) : undefined;
    if (within === undefined) return [];
    return [
      {
        id: stableUuid('event', 'points.expiring', account.id, day.toString(), within.toString()),
        type: 'points.expiring' as const,
        programId: program.id,
        memberId: account.memberId,
        at,
        data: {
          accountId: account.id,
          points: formatMinor(points, program.decimals),
          expiresOn: formatDay(day),
          withinDays: within,
        },
      },
    ];
  });
}

const warningFor = (left: Day): number | undefined => WARNINGS.find((days) => left <= days);

const wants =
  (type: 'tier.changed' | 'points.expiring') =>
  ({ types }: Listener): boolean =>
    types === null || types.includes(type);

const programsOf = (listeners: readonly Listener[]): string[] => [
  ...new Set(listeners.map(({ programId }) => programId)),
];

async function listenersNow({ publications }: EventContext): Promise<readonly Listener[]> {
  return (await publications.exclusively(async (publishing) => publishing.listeners(), true)) ?? [];
}

type MakeEvents = (
  publishing: Parameters<Parameters<EventContext['publications']['exclusively']>[0]>[0],
  listeners: readonly Listener[],
) => Promise<readonly PointsEvent[]>;

async function deliver({ publications }: EventContext, make: MakeEvents): Promise<number> {
  const made = await publications.exclusively(async (publishing) => {
    const listeners = await publishing.listeners();
    return publishing.deliver(await make(publishing, listeners), listeners);
  }, true);
  return made ?? 0;
}
