import type { Viewer } from '../access/viewer.ts';
import type { CheckStep, StorefrontSession } from '../connectors/loyaltyConnector.ts';
import type { Result } from '../failure/failure.ts';
import type { MemberMapping } from './memberMapping.ts';
import type { ConfiguredEngine } from './programEngines.ts';

export interface ConfigureEngineInput {
  readonly programId?: string | null | undefined;
  /** Null: whatever is configured is replaced; 0: the program never had an engine. */
  readonly expectedVersion?: number | null | undefined;
  readonly kind: string;
  /** Checked here, against the kind's schema. */
  readonly settings: unknown;
  /** Null: those that are kept, as long as kind and base URL stay. */
  readonly secrets?: unknown;
  /** Null: as it is; for a new engine the same id. */
  readonly mapping?: MemberMapping | null | undefined;
  /** Null: as it is; for a new engine false. */
  readonly acceptsUncertainty?: boolean | null | undefined;
}
export type ConfigureEngineResult = Result<
  ConfiguredEngine,
  'ProgramNotFound' | 'EngineConflict' | 'EngineBusy' | 'InvalidEngineSettings' | 'EncryptionKeysMissing'
>;

export interface RemoveEngineInput {
  readonly programId?: string | null | undefined;
  /** Null: whatever is configured is removed. */
  readonly expectedVersion?: number | null | undefined;
}
export type RemoveEngineResult = Result<
  { readonly programId: string },
  'ProgramNotFound' | 'EngineNotFound' | 'EngineConflict' | 'EngineBusy'
>;

export interface CheckEngineInput {
  readonly programId?: string | null | undefined;
  /** Whose balance is read, to check the mapping. */
  readonly memberId?: string | null | undefined;
}
export type CheckEngineResult = Result<
  { readonly engine: ConfiguredEngine; readonly steps: readonly CheckStep[] },
  'ProgramNotFound' | 'EngineNotFound'
>;

export interface ImportEngineMembersInput {
  readonly programId?: string | null | undefined;
  /** Up to 10,000, each member once. */
  readonly members: readonly { readonly memberId: string; readonly engineMemberId?: string | null | undefined }[];
}
export type ImportEngineMembersResult = Result<
  { readonly programId: string; readonly saved: number; readonly takenAway: number },
  'ProgramNotFound' | 'EngineMembersShared'
>;

export interface StorefrontSessionInput {
  readonly programId?: string | null | undefined;
  readonly memberId: string;
}
export type StorefrontSessionResult = Result<
  StorefrontSession,
  | 'PointsAccountNotFound'
  | 'PointsAccountNotActive'
  | 'EngineNotFound'
  | 'StorefrontNotFound'
  | 'StorefrontNotConfigured'
  | 'StorefrontRefused'
  | 'LoyaltyEngineUnavailable'
>;

/** What can be done with the engine of a program. See UseCases for what all of them have in common. */
export interface EngineUseCases {
  /** Needs points:redeem, as whoever has the session spends the member's points. It may be repeated without a key. */
  storefrontSession(viewer: Viewer, input: StorefrontSessionInput): Promise<StorefrontSessionResult>;
  /** Needs points:admin, and a token for every member of the program, as the three below. */
  configureEngine(viewer: Viewer, input: ConfigureEngineInput): Promise<ConfigureEngineResult>;
  /** The program's points are then our own ledger's again, as they stand there. */
  removeEngine(viewer: Viewer, input: RemoveEngineInput): Promise<RemoveEngineResult>;
  /** Calls the engine and changes nothing. What is wrong is a step that is not ok, and no failure. */
  checkEngine(viewer: Viewer, input: CheckEngineInput): Promise<CheckEngineResult>;
  /** All of them or none. */
  importEngineMembers(viewer: Viewer, input: ImportEngineMembersInput): Promise<ImportEngineMembersResult>;
}
