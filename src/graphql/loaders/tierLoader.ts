import DataLoader from 'dataloader';
import { requireScope } from '../../access/viewer.ts';
import type { TierPolicy } from '../../earning/rules/ruleDefinition.ts';
import { tierHistoryReads } from '../../earning/rules/tiers/tierHistory.ts';
import { tierReads } from '../../earning/rules/tiers/tierStanding.ts';
import type { Counter, CounterRange } from '../../ledger/counters.ts';
import { type Day, dayOf } from '../../ledger/day.ts';
import type { LoadedAccount } from '../parents.ts';
import { MAX_BATCH, type Reading } from './reading.ts';

/** What a member's tiers follow from. */
export interface TierFacts {
  readonly policy: TierPolicy;
  readonly counters: readonly Counter[];
  /** Today, in the program's time zone. */
  readonly day: Day;
  readonly decimals: number;
}

/**
 * What the tiers of accounts that the viewer may see follow from; null where the program has none. The counters of a
 * batch are one statement. Throws Forbidden without points:read.
 */
export interface TierLoader {
  standing(account: LoadedAccount): Promise<TierFacts | null>;
  history(account: LoadedAccount): Promise<TierFacts | null>;
  clear(): void;
}

export function createTierLoader(reading: Reading): TierLoader {
  const standings = loaderOf(reading, tierReads);
  const histories = loaderOf(reading, tierHistoryReads);
  return {
    standing: (account) => standings.load(account),
    history: (account) => histories.load(account),
    clear() {
      standings.clearAll();
      histories.clearAll();
    },
  };
}

function loaderOf(
  { viewer, ledger, earningRules, now }: Reading,
  readsOf: (policy: TierPolicy, day: Day) => readonly CounterRange[],
): DataLoader<LoadedAccount, TierFacts | null, string> {
  return new DataLoader(
    async (accounts) => {
      requireScope(viewer, 'points:read');
      const programs = [...new Set(accounts.map(({ programId }) => programId))];
      const ruleSets = await Promise.all(programs.map((id) => earningRules.ruleSetAt(id, now())));
      const policies = new Map(programs.map((id, index) => [id, ruleSets[index]?.tiers ?? null]));

      const asked = accounts.flatMap((account) => {
        const policy = policies.get(account.programId) ?? null;
        if (policy === null) return [];
        const day = dayOf(account.asOf, account.program.timeZone);
        return [{ account, policy, day, ranges: readsOf(policy, day) }];
      });
      const counters = asked.length === 0 ? [] : await ledger.counters(asked);
      const facts = new Map(
        asked.map(({ account, policy, day }, index): [string, TierFacts] => [
          account.id,
          { policy, counters: counters[index] ?? [], day, decimals: account.program.decimals },
        ]),
      );
      return accounts.map(({ id }) => facts.get(id) ?? null);
    },
    { maxBatchSize: MAX_BATCH, cacheKeyFn: ({ id }) => id },
  );
}
