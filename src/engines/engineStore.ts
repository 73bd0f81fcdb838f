import type { MemberMapping } from './memberMapping.ts';

/** What an operator configured, without what is secret. */
export interface EngineConfiguration {
  readonly programId: string;
  /** 1, 2, 3 and so on: every change and every removal is one. */
  readonly version: number;
  /** The version in which kind and settings became what they are. */
  readonly settingsVersion: number;
  readonly kind: string;
  /** As they were given, checked by the kind's schema. */
  readonly settings: unknown;
  readonly mapping: MemberMapping;
  readonly acceptsUncertainty: boolean;
  readonly changedBy: string;
  readonly changedAt: Date;
}

export interface StoredEngine extends EngineConfiguration {
  /** The secrets' JSON, sealed for ownerOfEngine. */
  readonly sealed: string;
}

/** The newest version of a program that had an engine and has none any more. */
export interface RemovedEngine {
  readonly programId: string;
  readonly version: number;
  readonly kind: null;
}

export type NewEngine = Omit<StoredEngine, 'version' | 'changedAt'>;

/** The configured engines. Throws DatabaseUnavailable and DatabaseRefused. */
export interface EngineStore {
  /** Every program's newest version, of programs that ever had an engine. One statement. */
  newest(): Promise<readonly (StoredEngine | RemovedEngine)[]>;
  /** How many redemptions and reversals through the program's engine are not settled yet. */
  pending(programId: string): Promise<number>;
  /** The newest version's sealed secrets; null: there is no engine. */
  sealed(programId: string): Promise<string | null>;
  /** Replaces them without a new version; false: they are not the ones before any more. */
  reseal(programId: string, before: string, sealed: string): Promise<boolean>;
  /**
   * Adds the version after the expected newest one, 0 for none yet; false: that one is not the newest any more, or the
   * secrets that it keeps, as they were sealed, are not. Null: it keeps none.
   */
  add(engine: NewEngine, expectedVersion: number, kept: string | null): Promise<boolean>;
  /** The like, with a version that says that there is no engine. Its secrets go. */
  remove(programId: string, expectedVersion: number, changedBy: string): Promise<boolean>;
}

/** What the secrets of a program's engine are sealed for. */
export function ownerOfEngine(programId: string): string {
  return `engine:${programId}`;
}
