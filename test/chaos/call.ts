import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../../src/demo/random.ts';
import type { Outcome } from '../../src/ledger/outcome.ts';
import { ask, WrongAnswer } from './ask.ts';
import { type Answer, outcomeOf } from './outcomeOf.ts';
import { requestOf, type Wish } from './wish.ts';

/** A wish as one caller sent it, again and again until they knew. */
export interface Call {
  readonly wish: Wish;
  /** Milliseconds of one clock for all callers: the first attempt, the last one, and the answer. */
  readonly sentAt: number;
  readonly repeatedAt: number;
  readonly answeredAt: number;
  /** Null: what came back tells nothing, or it is a problem. */
  readonly outcome: Outcome | null;
  readonly problem: string | null;
  /** When each attempt ended that nobody answered. */
  readonly unheard: readonly Date[];
}

export interface CallOptions {
  /** Where the service listens, once it does. */
  readonly target: () => Promise<string>;
  readonly random: Random;
  /** Ends the repeating. */
  readonly signal: AbortSignal;
}

const PATIENCE = 20_000;

export async function callUntilAnswered(wish: Wish, { target, random, signal }: CallOptions): Promise<Call> {
  const sentAt = performance.now();
  const unheard: Date[] = [];
  for (;;) {
    const url = await target();
    const repeatedAt = performance.now();
    // Some callers hang up early, and have to find out like everybody else.
    const patience = random.between(1, 50) === 1 ? random.between(1, 30) : PATIENCE;
    const { outcome, problem } = await attempt(url, wish, patience);
    if (outcome !== null || problem !== null || signal.aborted) {
      return { wish, sentAt, repeatedAt, answeredAt: performance.now(), outcome, problem, unheard };
    }
    unheard.push(new Date());
    await delay(random.between(10, 100));
  }
}

async function attempt(url: string, wish: Wish, patience: number): Promise<Pick<Call, 'outcome' | 'problem'>> {
  try {
    const data = await ask<{ readonly answer: Answer }>(url, requestOf(wish), patience);
    return { outcome: data === null ? null : outcomeOf(wish, data.answer), problem: null };
  } catch (error) {
    if (!(error instanceof WrongAnswer)) throw error;
    return { outcome: null, problem: `${wish.kind} ${wish.key} was answered ${error.message}` };
  }
}
