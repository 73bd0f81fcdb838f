import DataLoader from 'dataloader';
import { requireStaffScope, type Viewer } from '../../access/viewer.ts';
import type { RuleVersion } from '../../earning/earningRules.ts';
import type { ConfiguredEngine } from '../../engines/programEngines.ts';
import type { DeliveryPageQuery } from '../../events/eventDeliveries.ts';
import type { EventDesk, EventEndpoint } from '../../events/eventDesk.ts';
import { asError } from '../../failure/asError.ts';
import type { DeadLetterPage, InboxDesk, WebhookSource } from '../../inbox/inboxDesk.ts';
import type { Activity, ActivityQuery, Liability } from '../../ledger/ledger.ts';
import type { Program } from '../../program/programs.ts';
import type { ReconciliationDesk, ReconciliationPage } from '../../reconciliation/reconciliationDesk.ts';
import type { Services } from '../../services.ts';

/**
 * What operators read of a program that the viewer reaches, once a request however many paths lead to the program.
 * Throws Forbidden without points:admin, and for a token that is bound to one member.
 */
export interface OperatorLoader {
  readonly rules: Load<Program, readonly RuleVersion[]>;
  readonly ruleVersions: Load<{ readonly programId: string; readonly ruleId: string }, readonly RuleVersion[]>;
  readonly activity: Load<ActivityQuery, readonly Activity[]>;
  readonly liability: Load<Program, Liability>;
  readonly sources: Load<Program, readonly WebhookSource[]>;
  readonly letters: Load<Parameters<InboxDesk['deadLetters']>[1], DeadLetterPage>;
  readonly events: Load<Parameters<InboxDesk['securityEvents']>[1], Awaited<ReturnType<InboxDesk['securityEvents']>>>;
  readonly endpoints: Load<Program, readonly EventEndpoint[]>;
  readonly deliveries: Load<DeliveryPageQuery, Awaited<ReturnType<EventDesk['deliveries']>>>;
  readonly runs: Load<
    ReconciliationPage & { readonly programId: string },
    Awaited<ReturnType<ReconciliationDesk['runs']>>
  >;
  readonly items: Load<
    ReconciliationPage & { readonly programId: string; readonly isOpen: boolean | null },
    Awaited<ReturnType<ReconciliationDesk['items']>>
  >;
  /** By the program's id. */
  readonly engine: Load<string, ConfiguredEngine | null>;
  clear(): void;
}

type Load<Query, Value> = (query: Query) => Promise<Value>;

export function createOperatorLoader(viewer: Viewer, services: Services): OperatorLoader {
  const { ledger, earningRules, inboxDesk } = services;
  const clearers: (() => void)[] = [];

  function once<Query, Value>(keyOf: (query: Query) => string, read: Load<Query, Value>): Load<Query, Value> {
    const loader = new DataLoader<Query, Value, string>(
      async (queries) => {
        requireStaffScope(viewer, 'points:admin');
        const settled = await Promise.allSettled(queries.map(read));
        return settled.map((one) => (one.status === 'fulfilled' ? one.value : asError(one.reason)));
      },
      { cacheKeyFn: keyOf },
    );
    clearers.push(() => loader.clearAll());
    return (query) => loader.load(query);
  }

  return {
    rules: once(idOf, ({ id }) => earningRules.newest(id)),
    ruleVersions: once(
      ({ programId, ruleId }) => JSON.stringify([programId, ruleId]),
      ({ programId, ruleId }) => earningRules.versions(programId, ruleId),
    ),
    activity: once(
      ({ program, from, to, period }) => JSON.stringify([program.id, from, to, period]),
      (query) => ledger.activity(query),
    ),
    liability: once(idOf, (program) => ledger.liability(program)),
    sources: once(idOf, ({ id }) => inboxDesk.sources(viewer, id)),
    letters: once(
      ({ programId, states, first, after }) => JSON.stringify([programId, states, first, after]),
      (query) => inboxDesk.deadLetters(viewer, query),
    ),
    events: once(
      ({ programId, first, before }) => JSON.stringify([programId, first, String(before)]),
      (query) => inboxDesk.securityEvents(viewer, query),
    ),
    endpoints: once(idOf, async ({ id }) => services.eventDesk?.endpoints(viewer, id) ?? []),
    deliveries: once(
      ({ programId, states, first, before }) => JSON.stringify([programId, states, first, String(before)]),
      async (query) => services.eventDesk?.deliveries(viewer, query) ?? { deliveries: [], hasMore: false },
    ),
    runs: once(
      ({ programId, first, before }) => JSON.stringify([programId, first, String(before)]),
      async (query) => services.reconciliation?.runs(viewer, query.programId, query) ?? { runs: [], hasMore: false },
    ),
    items: once(
      ({ programId, isOpen, first, before }) => JSON.stringify([programId, isOpen, first, String(before)]),
      async (query) => services.reconciliation?.items(viewer, query.programId, query) ?? { items: [], hasMore: false },
    ),
    engine: once(
      (programId) => programId,
      async (programId) => services.engines?.engines.find(programId) ?? null,
    ),
    clear: () => clearers.forEach((clear) => clear()),
  };
}

function idOf({ id }: Program): string {
  return id;
}
