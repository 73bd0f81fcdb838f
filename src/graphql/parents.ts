import type { Account, AccountRef, StoredAccount } from '../ledger/account.ts';
import type { Entry } from '../ledger/statement.ts';
import type { Earning, EarningLine } from '../earning/earning.ts';
import type { RuleVersion } from '../earning/earningRules.ts';
import type { DeadLetter, SecurityEvent, WebhookKey, WebhookSource } from '../inbox/inboxDesk.ts';
import type { CheckStep } from '../connectors/loyaltyConnector.ts';
import type { EngineKind } from '../engines/kinds/engineKind.ts';
import type { ConfiguredEngine } from '../engines/programEngines.ts';
import type { EventDelivery } from '../events/eventDeliveries.ts';
import type { EventEndpoint } from '../events/eventDesk.ts';
import type { Program } from '../program/programs.ts';
import type { ReconciliationItem, ReconciliationRun } from '../reconciliation/reconciliationBooks.ts';
import type { Redemption } from '../redemption/redemption.ts';
import type { EarningSimulation } from '../earning/earningUseCases.ts';

// What the resolvers of each type are given; codegen.yml names these.

export interface MemberParent {
  readonly id: string;
}

/** An account as it was read, with what its figures need. */
export interface LoadedAccount extends AccountRef, Pick<Account, 'status'> {
  readonly __typename: 'PointsAccount';
  readonly stored: StoredAccount;
  readonly program: Program;
  /** The engine that its points live in; null: our own ledger. */
  readonly engine: ConfiguredEngine | null;
  /** When its figures were true. */
  readonly asOf: Date;
}

/** An account that was read, or one that a redemption, say, names: it is read when a field needs it. */
export type PointsAccountParent = AccountRef | Account | LoadedAccount;

/** A line of a statement; its account is the viewer's to see. */
export interface LedgerEntryParent extends Entry {
  readonly account: PointsAccountParent;
  readonly decimals: number;
}

export function toLedgerEntry(entry: Entry, account: LoadedAccount): LedgerEntryParent {
  return { ...entry, account, decimals: account.program.decimals };
}

export type RedemptionParent = Redemption;
export type EarningParent = Earning;
export type ProgramParent = Program;
export type EarningLineParent = EarningLine;
export type EarningSimulationParent = EarningSimulation;
export type EarningRuleVersionParent = RuleVersion;
export type WebhookSourceParent = WebhookSource;
export type WebhookKeyParent = WebhookKey;
export type DeadLetterParent = DeadLetter;
export type SecurityEventParent = SecurityEvent;
export type EventEndpointParent = EventEndpoint;
export type EventEndpointKeyParent = EventEndpoint['keys'][number];
export type EventDeliveryParent = EventDelivery;
export type ReconciliationRunParent = ReconciliationRun;
export type ReconciliationItemParent = ReconciliationItem & { readonly decimals: number };
export type ProgramEngineParent = ConfiguredEngine;
export type EngineKindParent = EngineKind;
export type EngineCheckStepParent = CheckStep;

export function isLoaded(account: PointsAccountParent): account is LoadedAccount {
  return 'asOf' in account;
}
