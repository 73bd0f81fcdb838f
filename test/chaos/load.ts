import { createRandom, type Random } from '../../src/demo/random.ts';
import type { Look } from '../support/historyChecker.ts';
import { type Call, type CallOptions, callUntilAnswered } from './call.ts';
import { lookAt } from './lookAt.ts';
import type { Wish } from './wish.ts';
import { createWishes, type Members } from './wishes.ts';

export interface LoadOptions {
  readonly callers: number;
  readonly seed: number;
  readonly members: Members;
  /** Where the service listens, once it does. With several, a wish goes to one of them or to all at once. */
  readonly targets: readonly [CallOptions['target'], ...CallOptions['target'][]];
  /** Ends it without waiting for answers. */
  readonly signal: AbortSignal;
}

export interface Load {
  readonly calls: readonly Call[];
  readonly looks: readonly Look[];
  /** Resolves when so many attempts that were sent from now on are answered. */
  answers(count: number): Promise<void>;
  /** Lets every caller have their answer, and ends. */
  stop(): Promise<void>;
}

/** Opens the accounts, and lets the callers begin. What they do, the seed decides; how they interleave, it does not. */
export async function startLoad({ callers, seed, members, targets, signal }: LoadOptions): Promise<Load> {
  const wishes = createWishes(members);
  const calls: Call[] = [];
  const looks: Look[] = [];
  const waiting = new Set<{ since: number; left: number; resolve: () => void }>();
  const stopping = new AbortController();
  const ending = AbortSignal.any([signal, stopping.signal]);

  async function call(wish: Wish, target: CallOptions['target'], random: Random): Promise<void> {
    const made = await callUntilAnswered(wish, { target, random, signal });
    calls.push(made);
    if (wish.kind === 'DEBIT' && made.outcome?.status === 'accepted') wishes.redeemed(wish);
    for (const waiter of waiting) {
      if (made.repeatedAt >= waiter.since) waiter.left -= 1;
      if (waiter.left === 0 && waiting.delete(waiter)) waiter.resolve();
    }
  }

  async function caller(random: Random): Promise<void> {
    while (!ending.aborted) {
      const wish = wishes.next(random);
      // Twins meet at the request's key, and strangers at the account's lock: both have to be there.
      const chosen = random.between(1, 2) === 1 ? targets : [random.pick(targets)];
      await Promise.all(chosen.map(async (target) => call(wish, target, random)));
      if (random.between(1, 10) === 1) looks.push(...(await lookAt(wish.account, random.pick(targets))));
    }
  }

  const first = createRandom(seed);
  const accounts = [...members.hot, ...members.spread];
  await Promise.all(accounts.map(async (account) => call(wishes.opening(account), targets[0], first)));
  const ended = Promise.all(
    Array.from({ length: callers }, async (_, index) => caller(createRandom(seed + index + 1))),
  );
  const failed = ended.then((): Promise<never> => new Promise(() => {}));
  failed.catch(() => {});
  return {
    calls,
    looks,
    async answers(left) {
      const enough = new Promise<void>((resolve) => {
        waiting.add({ since: performance.now(), left, resolve });
      });
      await Promise.race([failed, enough]);
    },
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}
