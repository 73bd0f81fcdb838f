import type { EngineAwarding } from './earning/engine/engineAwarding.ts';
import type { EarningRules } from './earning/earningRules.ts';
import type { EngineServices } from './engines/engineServices.ts';
import type { EventDesk } from './events/eventDesk.ts';
import type { InboxDesk } from './inbox/inboxDesk.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { MemberProfiles } from './program/memberProfiles.ts';
import type { Programs } from './program/programs.ts';
import type { ReconciliationDesk } from './reconciliation/reconciliationDesk.ts';
import type { EngineRedeeming } from './redemption/engine/engineRedeeming.ts';
import type { UseCases } from './useCases.ts';

/** What the edges, the graph and the storefront's REST, are given. */
export interface Services {
  readonly ledger: Ledger;
  readonly inboxDesk: InboxDesk;
  readonly programs: Programs;
  readonly earningRules: EarningRules;
  readonly memberProfiles: MemberProfiles;
  readonly useCases: UseCases;
  /** Absent: every program's points live in our own ledger. */
  readonly engineRedeeming?: EngineRedeeming | undefined;
  /** Absent: engines are handed no transactions. */
  readonly engineAwarding?: EngineAwarding | undefined;
  /** Absent: every program's points live in our own ledger. */
  readonly reconciliation?: ReconciliationDesk | undefined;
  /** Absent: events go nowhere. */
  readonly eventDesk?: EventDesk | undefined;
  /** Absent: every program's points live in our own ledger. */
  readonly engines?: EngineServices | undefined;
}
