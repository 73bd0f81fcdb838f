import type { DecimalText } from '../../ledger/points.ts';
import type { Shortfall } from '../../ledger/award.ts';
import type { TransactionKind } from '../transaction.ts';

/** One rule as it is kept: plain data, so that a version reads the same for ever. Points are in the program's unit. */
export type RuleDefinition = BaseRule | MultiplierRule | TierBonusRule | CapRule | PolicyRule;

/** What a transaction must be for a rule to apply; what is absent asks for nothing. */
export interface Conditions {
  readonly kinds?: readonly TransactionKind[];
  readonly categories?: readonly string[];
  readonly merchants?: readonly string[];
  readonly currencies?: readonly string[];
  /** Codes of tiers; the member's when the transaction occurred. Not on a base rule of a program without tiers. */
  readonly tiers?: readonly string[];
  readonly window?: CampaignWindow;
}

/** When a campaign runs, in the program's time zone. */
export interface CampaignWindow {
  /** An instant, RFC 3339; from then on. */
  readonly start?: string;
  /** An instant, RFC 3339; until just before. */
  readonly end?: string;
  readonly daysOfWeek?: readonly DayOfWeek[];
  /** Hours of the day, HH:MM; until 24:00. From later than until runs over midnight and belongs to the day it began. */
  readonly hours?: { readonly from: string; readonly until: string };
}
export type DayOfWeek = 'MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY';

/** Points for the transaction itself. */
export interface BaseRule {
  readonly kind: 'BASE';
  readonly name: string;
  readonly when: Conditions;
  readonly award:
    | { readonly type: 'PER_AMOUNT'; readonly rates: readonly Rate[] }
    | { readonly type: 'FLAT'; readonly points: DecimalText; readonly minimums?: readonly Minimum[] };
}
export interface Rate {
  readonly currencyCode: string;
  /** Points for one unit of the currency. */
  readonly points: DecimalText;
  /** Smaller transactions earn nothing by this rule. */
  readonly minimumAmount?: DecimalText;
}
export interface Minimum {
  readonly currencyCode: string;
  readonly amount: DecimalText;
}

/** Multiplies the base points. */
export interface MultiplierRule {
  readonly kind: 'MULTIPLIER';
  readonly name: string;
  readonly when: Conditions;
  /** Like 2 or 1.25; more than 1. */
  readonly factor: DecimalText;
}

/** Adds for members of a tier: a percentage of the base points, or a flat number of points. */
export interface TierBonusRule {
  readonly kind: 'TIER_BONUS';
  readonly name: string;
  /** `when.tiers` is needed here. */
  readonly when: Conditions;
  readonly bonus:
    | { readonly type: 'PERCENT'; readonly percent: DecimalText }
    | { readonly type: 'FLAT'; readonly points: DecimalText };
}

/** Limits what transactions of a kind, a category or a rule can earn. */
export interface CapRule {
  readonly kind: 'CAP';
  readonly name: string;
  readonly when: Conditions;
  /** Ids of base, multiplier and tier bonus rules: caps what they give. Absent: caps the whole earning. */
  readonly rules?: readonly string[];
  readonly per: 'MEMBER' | 'PROGRAM';
  /** CAMPAIGN: as long as the cap's own window runs. Weeks are ISO 8601's. In the program's time zone. */
  readonly period: 'TRANSACTION' | 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR' | 'CAMPAIGN';
  readonly points: DecimalText;
  /** Only a cap per transaction may refuse; all others trim. */
  readonly exceeding: 'TRIM' | 'REFUSE';
}

/** How a program's rules work together. Its rule id is `policy`, and there is one; without it, DEFAULT_POLICY. */
export interface PolicyRule {
  readonly kind: 'POLICY';
  readonly name: string;
  /** When several base rules apply: the one that gives most, or all together. */
  readonly baseRules: 'BEST' | 'SUM';
  readonly multipliers: 'BEST' | 'SUM' | 'PRODUCT';
  readonly rounding: 'DOWN' | 'HALF_UP' | 'HALF_EVEN';
  readonly shortfall: Shortfall;
  /** Kinds that are named nowhere clear at once. */
  readonly clearing: readonly ClearingPolicy[];
  readonly tiers: TierPolicy | null;
}
export interface ClearingPolicy {
  readonly kinds: readonly TransactionKind[];
  /** Days after the transaction occurred; null: on a signal alone. A signal may always come earlier. */
  readonly afterDays: number | null;
}
export interface TierPolicy {
  readonly period: 'CALENDAR_YEAR' | 'ROLLING_YEAR' | 'EVER';
  /** How long a tier is kept when the period that earned it is over. */
  readonly graceDays: number;
  /** What counts: whole earnings of these kinds, when they are recorded. */
  readonly qualifyingKinds: readonly TransactionKind[];
  /** The lowest first; `from` is the qualifying points that it takes, 0 for the first. */
  readonly levels: readonly { readonly code: string; readonly name: string; readonly from: DecimalText }[];
}

export const POLICY_RULE_ID = 'policy';

export const DEFAULT_POLICY: PolicyRule = {
  kind: 'POLICY',
  name: 'Default',
  baseRules: 'BEST',
  multipliers: 'BEST',
  rounding: 'DOWN',
  shortfall: 'DEBT',
  clearing: [],
  tiers: null,
};
