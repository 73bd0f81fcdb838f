import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Capabilities } from '../../../src/connectors/loyaltyConnector.ts';
import { nextStep } from '../../../src/redemption/engine/nextStep.ts';
import type { Progress } from '../../../src/saga/sagaRow.ts';
import { type Call, type Knowledge, SAGA_LIMITS, type Step, type Told } from '../../../src/saga/step.ts';

const LIMITS = { ...SAGA_LIMITS, settlesWithin: 60_000 };
const START = Date.parse('2026-01-01T00:00:00Z');

const certainty = fc.constantFrom('resend', 'lookup', 'cancel', 'none');
const capabilities = fc.record({
  certainty,
  resendWithin: fc.constantFrom(null, 120_000),
  settlesWithin: fc.constantFrom(null, 0, 30_000),
  isAsynchronous: fc.boolean(),
  reversal: fc.constant('partial' as const),
  earning: fc.constant('none' as const),
  earnsOnceFor: fc.constant(0),
  fractionalPoints: fc.boolean(),
  batchBalances: fc.boolean(),
  history: fc.boolean(),
  oneAtATimePerMember: fc.boolean(),
}) satisfies fc.Arbitrary<Capabilities>;

/** What the world does to one call: what happens in the engine, and whether and how we hear of it. */
const weather = fc.record({
  heard: fc.constantFrom('answer', 'lost', 'unsent', 'crash'),
  arrives: fc.constantFrom('now', 'late', 'never'),
  pause: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400_000 })),
});
/** Short storms as often as long ones: what a long one hides, a short one shows. */
const weathers = fc.oneof(fc.array(weather, { maxLength: 3 }), fc.array(weather, { maxLength: 25 }));
/** Milliseconds after which the member has the points. */
const affords = fc.constantFrom(0, 0, 1500, 20_000, Number.POSITIVE_INFINITY);
type Weather = typeof weather extends fc.Arbitrary<infer Value> ? Value : never;

/** An engine of which it is known what it took; a debit that is late arrives before its settle window is over. */
class World {
  taken = 0;
  tombstone = false;
  late: { readonly at: number }[] = [];
  readonly #can: Capabilities;
  readonly #since: number;
  constructor(can: Capabilities, since: number) {
    this.#can = can;
    this.#since = since;
  }
  pass(now: number): void {
    const arrived = this.late.filter(({ at }) => at <= now);
    this.late = this.late.filter(({ at }) => at > now);
    for (const { at } of arrived) this.debit(at);
  }
  debit(now: number): 'done' | 'refused' {
    if (this.tombstone || now < START + this.#since)
      return this.taken > 0 && this.#can.certainty === 'resend' ? 'done' : 'refused';
    if (this.#can.certainty === 'resend' && this.taken > 0) return 'done';
    this.taken += 1;
    return 'done';
  }
  cancel(): void {
    this.tombstone = true;
    this.taken = 0;
  }
}

interface Played {
  readonly row: Progress;
  readonly end: Exclude<Step, { do: 'call' | 'wait' }> | null;
  readonly calls: readonly Call[];
  readonly world: World;
}

/** Plays the saga on its pure decisions alone, in the weather given and in a fair one after it. */
function play(can: Capabilities, since: number, storm: readonly Weather[]): Played {
  const world = new World(can, since);
  const calls: Call[] = [];
  const fair: Weather = { heard: 'answer', arrives: 'now', pause: 0 };
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
  for (let round = 0; round < storm.length + 60; round += 1) {
    const { heard, arrives, pause } = storm[round] ?? fair;
    world.pass(now);
    const at = new Date(now);
    const first = nextStep(row, null, can, at, LIMITS);
    if (first.do === 'wait') {
      row = knowing(row, first.knowing);
      now += first.for;
      continue;
    }
    if (first.do !== 'call') throw new Error('decided without asking');
    const { call } = first;
    calls.push(call);
    const intended: Progress = {
      ...row,
      state: 'SENDING',
      attempt: row.attempt + 1,
      firstSentAt: row.firstSentAt ?? at,
      unsureAt: call === 'debit' ? at : row.unsureAt,
      isCanceling: row.isCanceling || call === 'cancel',
    };
    const told = toldBy(world, call, heard, arrives, now, can);
    now += 1;
    if (heard === 'crash') {
      row = intended;
      now += pause;
      continue;
    }
    const step = nextStep({ ...row, attempt: row.attempt + 1 }, told, can, at, LIMITS);
    if (step.do === 'call') throw new Error('answered by a call');
    if (step.do !== 'wait') {
      for (const { at: arrival } of world.late) now = Math.max(now, arrival);
      world.pass(now);
      return { row, end: step, calls, world };
    }
    row = knowing(intended, step.knowing);
    now += step.for + pause;
  }
  return { row, end: null, calls, world };
}

function knowing(row: Progress, knowledge: Knowledge): Progress {
  return { ...row, ...knowledge };
}

function toldBy(
  world: World,
  call: Call,
  heard: Weather['heard'],
  arrives: Weather['arrives'],
  now: number,
  can: Capabilities,
): Told {
  const unknown = { status: 'unknown', words: 'lost' } as const;
  if (call === 'lookup') {
    if (heard !== 'answer') return { of: call, outcome: unknown };
    return { of: call, outcome: world.taken > 0 ? { status: 'found', engineReference: 'x' } : { status: 'absent' } };
  }
  if (heard === 'unsent') return { of: call, outcome: { status: 'notSent', words: 'unsent', retryAfter: null } };
  if (call === 'cancel') {
    if (heard === 'answer' || arrives === 'now') world.cancel();
    return { of: call, outcome: heard === 'answer' ? { status: 'done', value: { engineReference: null } } : unknown };
  }
  if (heard === 'answer') {
    const outcome = world.debit(now);
    if (outcome === 'done') return { of: call, outcome: { status: 'done', value: { engineReference: 'x' } } };
    return { of: call, outcome: { status: 'refused', reason: 'INSUFFICIENT_POINTS', words: 'too few' } };
  }
  if (arrives === 'now') world.debit(now);
  if (arrives === 'late') world.late.push({ at: now + (can.settlesWithin ?? LIMITS.settlesWithin) });
  return { of: call, outcome: unknown };
}

describe('nextStep', () => {
  test('never says what the engine did not do, whatever the weather', () => {
    fc.assert(
      fc.property(capabilities, affords, weathers, (can, since, storm) => {
        const { end, world } = play(can, since, storm);
        if (end?.do === 'capture') expect(world.taken).toBe(1);
        if (end?.do === 'void') expect(world.taken).toBe(0);
      }),
      { numRuns: 3000 },
    );
  });

  test('comes to an end when the weather is fair again, unless nothing can make it certain', () => {
    fc.assert(
      fc.property(capabilities, affords, weathers, (can, since, storm) => {
        const { end, row } = play(can, since, storm);
        const isHopeless =
          can.certainty === 'none' || (can.certainty === 'resend' && can.resendWithin !== null && !can.isAsynchronous);
        if (end === null) expect(isHopeless && row.unsureAt !== null).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test('sends again only where a reference is taken once', () => {
    fc.assert(
      fc.property(capabilities, weathers, (can, storm) => {
        const unsentFirst = storm.findIndex(({ heard }) => heard !== 'unsent');
        const { calls } = play(can, 0, storm);
        const debits = calls.filter((call) => call === 'debit').length;
        const sent = Math.max(unsentFirst === -1 ? storm.length : unsentFirst, 0) + 1;
        if (can.certainty !== 'resend') expect(debits).toBeLessThanOrEqual(sent);
      }),
      { numRuns: 2000 },
    );
  });
});
