import { createUseCases } from './createUseCases.ts';
import type { EngineServices } from './engines/engineServices.ts';
import { createEngineNewsDesk } from './engines/news/createEngineNewsDesk.ts';
import type { LearnMovement, TellEarning } from './engines/news/engineNewsDesk.ts';
import { awardedPoints } from './earning/engine/awardedPoints.ts';
import { createEarningHandover } from './earning/engine/createEarningHandover.ts';
import type { EngineAwarding } from './earning/engine/engineAwarding.ts';
import { createEngineAwards } from './earning/engine/engineAwards.ts';
import type { EngineEarning, EngineEarnings } from './earning/engine/engineEarning.ts';
import type { EarningRules } from './earning/earningRules.ts';
import { boundedEvents } from './inbox/boundedEvents.ts';
import { createReconciliationDesk } from './reconciliation/createReconciliationDesk.ts';
import { type LearnContext, learnMovements } from './reconciliation/learnMovements.ts';
import type { OwnRows } from './reconciliation/ownRow.ts';
import type { ReconciliationBooks } from './reconciliation/reconciliationBooks.ts';
import { createEngineSaga } from './redemption/engine/createEngineSaga.ts';
import type { EngineRedeeming } from './redemption/engine/engineRedeeming.ts';
import type { EngineRedemptions, EngineReversals } from './redemption/engine/engineRedemptions.ts';
import { createInboxDesk } from './inbox/createInboxDesk.ts';
import type { DeadLetters } from './inbox/deadLetters.ts';
import { createEventDesk } from './events/createEventDesk.ts';
import type { EventBooks, EventSending } from './events/eventBooks.ts';
import type { InboxContext } from './inbox/inboxContext.ts';
import type { SecurityEvents } from './inbox/securityEvents.ts';
import type { WebhookSources } from './inbox/webhookSources.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { EngineWebhooksParts } from './marketplace/engineWebhooks/registerEngineWebhooks.ts';
import type { MarketplaceWebhooksParts } from './marketplace/webhooks/registerMarketplaceWebhooks.ts';
import type { MemberProfiles } from './program/memberProfiles.ts';
import type { Programs } from './program/programs.ts';
import type { Sealer } from './secrets/createSealer.ts';
import type { Services } from './services.ts';

export interface ServicesParts {
  /** Where everything but points is kept. */
  readonly books: {
    readonly programs: Programs;
    readonly earningRules: EarningRules;
    readonly memberProfiles: MemberProfiles;
    readonly webhookSources: WebhookSources;
    readonly deadLetters: DeadLetters;
    readonly securityEvents: SecurityEvents;
    readonly engineRedemptions?: EngineRedemptions;
    readonly engineReversals?: EngineReversals;
    readonly engineEarnings?: EngineEarnings;
    readonly reconciliation?: { readonly rows: OwnRows; readonly books: ReconciliationBooks };
    readonly events?: EventBooks;
  };
  readonly ledger: Ledger;
  /** Null: there are no keys to seal secrets with. */
  readonly sealer: Sealer | null;
  /** Absent: every program's points live in our own ledger. */
  readonly engines?: EngineServices | undefined;
  /** Absent: events go nowhere. */
  readonly eventSending?: EventSending | undefined;
  /** Told of a transaction that its engine refused when nobody waited for it any more. */
  readonly onDeclined?: ((earning: Pick<EngineEarning, 'id' | 'programId'>, words: string) => void) | undefined;
  /** The clock of the use-cases; absent: the process's. */
  readonly now?: () => Date;
}

/** What the edges are given, put together: the graph's, the storefront's and the webhooks'. */
export function createServices({
  books,
  ledger,
  sealer,
  engines,
  eventSending,
  onDeclined,
  now = () => new Date(),
}: ServicesParts): {
  readonly services: Services;
  readonly webhooks: MarketplaceWebhooksParts & { readonly inbox: InboxContext };
  /** Undefined: there are no engines. */
  readonly engineWebhooks: EngineWebhooksParts | undefined;
} {
  const { programs, earningRules, memberProfiles, webhookSources: sources } = books;
  const { deadLetters: letters, securityEvents } = books;
  const engineConfiguration = engines?.configuration;
  const engineRedeeming = engines && redeemingThrough(engines, books, ledger);
  const engineAwarding = engines && awardingThrough(engines, books, ledger, onDeclined);
  const awards = engineAwarding && createEngineAwards(engineAwarding);
  const throughEngines = { engineConfiguration, engineRedeeming, engineAwarding };
  const useCases = createUseCases({ ledger, programs, earningRules, ...throughEngines, now });
  const inbox: InboxContext = { letters, events: boundedEvents(securityEvents), useCases, ledger };
  const inboxDesk = createInboxDesk({ ...inbox, events: securityEvents, sources, programs, sealer, now });
  const reconciliation =
    engines &&
    books.reconciliation &&
    createReconciliationDesk({ ...books.reconciliation, engines: engines.engines, programs, ledger, awards, now });
  const engineNews =
    engines &&
    engineRedeeming &&
    createEngineNewsDesk({
      engines: engines.engines,
      members: engines.configuration.members,
      balances: engines.balances,
      saga: engineRedeeming.saga,
      letters,
      events: inbox.events,
      tellEarning: engineAwarding && tellingEarnings(engineAwarding, programs),
      learnMovement:
        books.reconciliation && learningInto({ rows: books.reconciliation.rows, ledger, awards }, programs),
    });
  const eventDesk =
    books.events && eventSending && createEventDesk({ ...books.events, ...eventSending, programs, sealer, now });
  const desks = { inboxDesk, eventDesk, reconciliation };
  return {
    services: {
      ledger,
      programs,
      earningRules,
      memberProfiles,
      useCases,
      ...desks,
      engines,
      engineRedeeming,
      engineAwarding,
    },
    webhooks: { inbox, sources, sealer, now },
    engineWebhooks: engineNews && { news: engineNews, events: inbox.events, now },
  };
}

/** Repeats what an engine's message tells of a movement in our books. */
function learningInto(context: LearnContext, programs: Programs): LearnMovement {
  return async ({ programId }, account, movement) => {
    const program = await programs.find(programId);
    if (program !== null) await learnMovements(context, program, account, [movement]);
  };
}

/** Tells an earning what its engine awarded. */
function tellingEarnings({ handover }: EngineAwarding, programs: Programs): TellEarning {
  return async ({ programId }, { reference, points, engineReference }) => {
    const program = await programs.find(programId);
    if (program === null) return null;
    return handover.tell(programId, { reference, points: awardedPoints(points, program.decimals), engineReference });
  };
}

/** Undefined: nothing is kept of transactions that are handed over. */
function awardingThrough(
  { engines, balances }: EngineServices,
  { programs, engineEarnings: earnings }: ServicesParts['books'],
  ledger: Ledger,
  onVoided: ServicesParts['onDeclined'] = () => {},
): EngineAwarding | undefined {
  if (earnings === undefined) return undefined;
  const handover = createEarningHandover({
    engines,
    earnings,
    ledger,
    programs,
    onSettled: outdating(balances),
    onVoided,
  });
  return { engines, earnings, handover };
}

/** Whoever asks from now on does not share an answer that was asked for before. */
function outdating({ outdate }: Pick<EngineServices['balances'], 'outdate'>) {
  return ({ accountId }: { readonly accountId: string }): void => outdate({ id: accountId });
}

/** Undefined: nothing is kept of redemptions through engines. */
function redeemingThrough(
  { engines, balances }: EngineServices,
  { programs, engineRedemptions: redemptions, engineReversals: reversals }: ServicesParts['books'],
  ledger: Ledger,
): EngineRedeeming | undefined {
  if (redemptions === undefined || reversals === undefined) return undefined;
  const saga = createEngineSaga({
    engines,
    redemptions,
    reversals,
    ledger,
    programs,
    onSettled: outdating(balances),
  });
  return { engines, saga, redemptions, reversals };
}
