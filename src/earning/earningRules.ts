import type { RuleDefinition } from './rules/ruleDefinition.ts';
import type { RuleSet } from './rules/ruleSet.ts';

/** One version of a rule. */
export interface RuleVersion {
  readonly programId: string;
  readonly ruleId: string;
  /** 1, 2, 3 … */
  readonly version: number;
  /** Null: retired from then on. */
  readonly definition: RuleDefinition | null;
  readonly effectiveFrom: Date;
  /** The subject of the token that changed it. */
  readonly changedBy: string;
  readonly changedAt: Date;
  readonly reason: string | null;
}

export interface NewRuleVersion {
  readonly programId: string;
  readonly ruleId: string;
  /** The version that the caller saw last, 0 for a new rule: somebody else's change in between is not overwritten. */
  readonly expectedVersion: number;
  readonly definition: RuleDefinition | null;
  /** Null: at once. */
  readonly effectiveFrom: Date | null;
  readonly changedBy: string;
  readonly reason: string | null;
}

/** The programs' earning rules: versions that are added and never rewritten. */
export interface EarningRules {
  /**
   * The rules in force at an instant, of a program that exists. Sees every version that was added before it was asked;
   * with knownBy, only those of them that had been added by then.
   */
  ruleSetAt(programId: string, at: Date, knownBy?: Date): Promise<RuleSet>;
  /** The same with drafts in place of, or beside, the rules of their ids: for simulating. */
  draftRuleSet(
    programId: string,
    at: Date,
    drafts: readonly Pick<RuleVersion, 'ruleId' | 'definition'>[],
  ): Promise<RuleSet>;
  /** Every rule's newest version, by rule id; retired ones too. */
  newest(programId: string): Promise<readonly RuleVersion[]>;
  /** A rule's versions, newest first; none: there is no such rule. */
  versions(programId: string, ruleId: string): Promise<readonly RuleVersion[]>;
  /**
   * Adds a version. `overtaken`: the newest version is another than was expected. `past`: effectiveFrom is before now.
   * The definition was checked before.
   */
  add(version: NewRuleVersion): Promise<RuleVersion | 'overtaken' | 'past'>;
}
