import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CallOutcome, Capabilities } from '../../../src/connectors/loyaltyConnector.ts';
import { type Earned, nextEarningStep } from '../../../src/earning/engine/nextEarningStep.ts';
import type { Progress } from '../../../src/saga/sagaRow.ts';
import { SAGA_LIMITS, type Step } from '../../../src/saga/step.ts';

const LIMITS = { ...SAGA_LIMITS, settlesWithin: 60_000 };
const START = Date.parse('2026-01-01T00:00:00Z');
const POINTS = 25n;
const FORGETS_AFTER = 120_000;

const weather = fc.record({
  heard: fc.constantFrom('answer', 'lost', 'unsent', 'crash'),
  arrives: fc.constantFrom('now', 'late', 'never'),
  pause: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 90_000 })),
});
type Weather = { readonly heard: string; readonly arrives: string; readonly pause: number };
const FAIR: Weather = { heard: 'answer', arrives: 'now', pause: 0 };
const weathers = fc.oneof(fc.array(weather, { maxLength: 3 }), fc.array(weather, { maxLength: 25 }));

/** An engine that remembers a reference as long as it promises, and counts what it awarded. */
class World {
  awards = 0;
  #knownUntil = -1;
  #late: number[] = [];
  readonly #earnsOnceFor: number | null;
  readonly #refusesUntil: number;
  constructor(earnsOnceFor: number | null, refusesUntil: number) {
    this.#earnsOnceFor = earnsOnceFor;
    this.#refusesUntil = refusesUntil;
  }
  pass(now: number): void {
    const arrived = this.#late.filter((at) => at <= now);
    this.#late = this.#late.filter((at) => at > now);
    for (const at of arrived) this.earn(at);
  }
  arriveAt(now: number): void {
    this.#late.push(now);
  }
  earn(now: number): CallOutcome<Earned> {
    if (now < this.#refusesUntil && now > this.#knownUntil)
      return { status: 'refused', reason: 'REFUSED', words: 'No.' };
    if (now > this.#knownUntil) {
      this.awards += 1;
      this.#knownUntil = this.#earnsOnceFor === null ? Infinity : now + this.#earnsOnceFor - 1;
    }
    return { status: 'done', value: { points: POINTS, engineReference: 'e-1' } };
  }
}

function play(earnsOnceFor: number | null, refusesFor: number, storm: readonly Weather[]) {
  const world = new World(earnsOnceFor, START + refusesFor);
  const can = { earnsOnceFor, settlesWithin: null, certainty: 'resend' } as Capabilities;
  let now = START;
  let row: Progress = {
    state: 'RESERVED',
    attempt: 0,
    requestedAt: new Date(START),
    firstSentAt: null,
    unsureAt: null,
    isAccepted: false,
    isCanceling: false,
    answers: 0,
  };
  for (let turn = 0; turn < 200; turn += 1) {
    const { heard, arrives, pause } = storm[turn] ?? FAIR;
    now += pause;
    world.pass(now);
    const before = nextEarningStep(row, null, can, new Date(now), LIMITS);
    if (before.do !== 'call') return { end: before, world };
    const at = new Date(now);
    const intended: Progress = {
      ...row,
      state: 'SENDING',
      firstSentAt: row.firstSentAt ?? at,
      attempt: row.attempt + 1,
    };
    if (heard === 'crash') {
      // Somebody died behind the intent: perhaps it was sent.
      if (arrives === 'now') world.earn(now);
      if (arrives === 'late') world.arriveAt(now + LIMITS.callTimeout / 2);
      row = { ...intended, unsureAt: at };
      now += LIMITS.lease;
      continue;
    }
    const outcome = ((): CallOutcome<Earned> => {
      if (heard === 'unsent') return { status: 'notSent', words: 'Nobody was there.', retryAfter: null };
      if (heard === 'answer') return world.earn(now);
      if (arrives === 'now') world.earn(now);
      if (arrives === 'late') world.arriveAt(now + LIMITS.callTimeout / 2);
      return { status: 'unknown', words: 'No answer.' };
    })();
    const step: Step = nextEarningStep({ ...row, attempt: row.attempt + 1 }, outcome, can, at, LIMITS);
    if (step.do === 'call') throw new Error('an outcome was answered by another call');
    if (step.do !== 'wait') {
      world.pass(now + 3_600_000);
      return { end: step, world };
    }
    row = { ...intended, ...step.knowing };
    now += step.for;
  }
  return { end: null, world };
}

test('a transaction comes to an end in fair weather, is awarded once at most, and what is said of it is true', () => {
  const earnsOnceFor = fc.constantFrom(null, 0, FORGETS_AFTER);
  /** Milliseconds for which the engine refuses what it did not award yet. */
  const refusesFor = fc.constantFrom(0, 0, 3000, Number.POSITIVE_INFINITY);
  fc.assert(
    fc.property(earnsOnceFor, refusesFor, weathers, (earnsOnceFor, refusesFor, storm) => {
      const { end, world } = play(earnsOnceFor, refusesFor, storm);
      expect(end).not.toBeNull();
      expect(world.awards).toBeLessThanOrEqual(1);
      if (end?.do === 'capture' && end.awarded != null) expect(world.awards).toBe(1);
      if (end?.do === 'void') expect(world.awards).toBe(0);
      // For an engine that remembers for ever it is always said.
      if (earnsOnceFor === null && refusesFor === 0) expect(end).toMatchObject({ do: 'capture', awarded: POINTS });
      if (earnsOnceFor === null && refusesFor === Infinity) expect(end).toMatchObject({ do: 'void' });
    }),
    { numRuns: 2000 },
  );
});
