import type { AskedMember, LastBalance, LastBalances } from './lastBalances.ts';

type Kept = AskedMember & LastBalance;

export interface Keeper {
  /** Keeps it soon, together with what others keep; nobody waits for it. */
  keep(balance: Kept): void;
  /** Waits until everything is kept, or could not be. */
  close(): Promise<void>;
}

/** Of one statement at most, which bounds what a transaction locks. */
const AT_ONCE = 1_000;

/**
 * Keeps what engines said, one statement at a time: what comes while one is under way leaves with the next, the newest
 * of each account. What cannot be kept is lost, and told: it would only have served while the engine is down.
 */
export function keepLastBalances(store: Pick<LastBalances, 'save'>, onProblem: (error: unknown) => void): Keeper {
  const waiting = new Map<string, Kept>();
  let working: Promise<void> | null = null;

  async function work(): Promise<void> {
    while (waiting.size > 0) {
      // Those who answer in the same turn are one statement.
      await new Promise(setImmediate);
      const batch = [...waiting.values()].slice(0, AT_ONCE);
      for (const { account } of batch) waiting.delete(account.id);
      await store.save(batch).catch(onProblem);
    }
  }

  return {
    keep(balance) {
      const { id } = balance.account;
      const other = waiting.get(id);
      if (other !== undefined && other.asOf > balance.asOf) return;
      waiting.set(id, balance);
      working ??= work().finally(() => {
        working = null;
      });
    },
    async close() {
      await working;
    },
  };
}
