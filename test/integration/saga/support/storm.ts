import { setTimeout as delay } from 'node:timers/promises';
import { createRandom } from '../../../emulators/kit/createRandom.ts';
import type { Fault } from '../../../emulators/kit/faultPlan.ts';
import { formatMinor } from '../../../../src/ledger/points.ts';
import type { Redemption } from '../../../../src/redemption/redemption.ts';
import type { RedeemPointsInput } from '../../../../src/redemption/redemptionUseCases.ts';
import type { SagaPoint } from '../../../../src/saga/drivingContext.ts';
import { aViewer } from '../../../doubles/viewers.ts';
import type { TestDatabase } from '../../../support/openTestDatabase.ts';
import type { TestEngine } from './signedEngine.ts';
import { startSaga, type TestSaga } from './startSaga.ts';

const FAULTS: readonly Fault[] = [
  'lostBefore',
  'lostAfter',
  'appliedLate',
  'htmlBadGateway',
  'html',
  'truncatedJson',
  'serverErrorAfter',
  'tooMany',
  'unauthorized',
];
export const POINTS = [
  'claimed',
  'intended',
  'called',
  'parked',
  'settled',
  'mirrored',
] as const satisfies readonly SagaPoint[];
const staff = aViewer({ programs: ['rewards'] });

const MEMBERS = Array.from({ length: 24 }, (_, index) => `m-${index}`);
/** Milliseconds. A busy machine needs longer for a call than an engine does; what makes it slow is none of the saga's faults. */
const PATIENT = { callTimeout: 2000, lease: 2500 };

export interface StormOptions {
  readonly seed: number;
  readonly redemptions: number;
}

export interface Stormed {
  /** What the engine was called for, and how many of these calls met a fault. */
  readonly calls: number;
  readonly faulty: number;
  /** Workers that died, by where they stood. */
  readonly crashed: ReadonlyMap<SagaPoint, number>;
  /** How many workers were stopped; those woke when all was decided, but for the overtaken ones. */
  readonly paused: number;
  /** Of these, how many woke while another worker was at the same row. */
  readonly overtaken: number;
  /** What nobody will ever decide. Empty, or the saga is broken. */
  readonly stuck: readonly string[];
}

class Killed extends Error {}

/** Milliseconds. A worker that is stopped answers nobody, and is woken only when every client is done: they hang up. */
const CLIENTS_PATIENCE = 1000;

/**
 * Redeems, twice and at once for some keys, and gives some of it back, through two processes' sagas, while four calls in
 * ten meet a fault, workers die wherever they have just written or heard something, and others are stopped and wake
 * late. Members have about half of what is asked for, so that some are refused.
 */
export async function storm(database: TestDatabase, engine: TestEngine, options: StormOptions): Promise<Stormed> {
  const random = createRandom(options.seed);
  const { redemptions } = options;
  const isWhole = !engine.connector.capabilities.fractionalPoints;
  for (const member of MEMBERS) engine.books.open(member, `${Math.ceil(redemptions / 3)}`);
  const crashed = new Map<SagaPoint, number>(POINTS.map((point) => [point, 0]));
  const sleeping = new Map<string, () => void>();
  const mostPaused = Math.max(1, Math.floor(redemptions / 16));
  const state = { isCalm: false, paused: 0, overtaken: 0 };
  const reached = async (point: SagaPoint, id: string): Promise<void> => {
    if (state.isCalm) return;
    // Whoever is here has overtaken the one that was stopped with this row: that one wakes beside them, or much later.
    if (sleeping.has(id) && random() < 0.3) {
      sleeping.get(id)?.();
      sleeping.delete(id);
      state.overtaken += 1;
    }
    const chance = random();
    if (chance < 0.07) {
      crashed.set(point, (crashed.get(point) ?? 0) + 1);
      throw new Killed(point);
    }
    if (chance > 0.985 && state.paused < mostPaused && !sleeping.has(id)) {
      state.paused += 1;
      await new Promise<void>((resolve) => sleeping.set(id, resolve));
    }
  };
  const sagas = [
    startSaga(database, engine, { limits: PATIENT, reached }),
    startSaga(database, engine, { limits: PATIENT, reached }),
  ];
  const anyOf = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  engine.emulator.faults.storm(0.4, FAULTS, engine.operations);

  const inputs = Array.from({ length: redemptions }, (_, index): RedeemPointsInput => {
    const whole = 1 + Math.floor(random() * 30);
    const points = isWhole ? `${whole}` : `${whole}.${10 + Math.floor(random() * 89)}`;
    return { idempotencyKey: `key-${index}`, memberId: anyOf(MEMBERS), points };
  });
  const queue = inputs.flatMap((input) => (random() < 0.2 ? [input, input] : [input])).values();
  const hungUp = new Set<Promise<unknown>>();
  const giveBack = async (
    { id, points, decimals }: Redemption,
    { idempotencyKey }: RedeemPointsInput,
  ): Promise<void> => {
    if (random() > 0.2) return;
    const unit = isWhole ? 10n ** BigInt(decimals) : 1n;
    const part = (points / unit / 2n) * unit;
    const isPart = part > 0n && random() < 0.5 && engine.connector.capabilities.reversal === 'partial';
    const input = { redemptionId: id, points: isPart ? formatMinor(part, decimals) : null };
    const asking = anyOf(sagas).useCases.reverseRedemption(staff, {
      ...input,
      idempotencyKey: `back-${idempotencyKey}-${input.points ?? ''}`,
    });
    if ((await answerWithin(CLIENTS_PATIENCE, asking)) === 'nothing') hungUp.add(asking);
  };
  const client = async (): Promise<void> => {
    for (const input of queue) {
      // A client that is told that nothing was sent asks again, twice at most.
      for (let attempt = 0; attempt < 3; attempt += 1) {
        const asking = anyOf(sagas).useCases.redeemPoints(staff, input);
        const result = await answerWithin(CLIENTS_PATIENCE, asking);
        if (result === 'nothing') hungUp.add(asking);
        if (result === 'nothing') break;
        if (result.ok && result.value.status === 'CONFIRMED') await giveBack(result.value, input);
        if (result.ok || result.failure.type !== 'LoyaltyEngineUnavailable') break;
      }
    }
  };
  const sweeps = new Set<Promise<null>>();
  const isOver = { now: false };
  const sweeper = async (one: TestSaga): Promise<void> => {
    let underWay = 0;
    while (!isOver.now) {
      // Those that were stopped do not stop the others: another sweep begins all the same, as in another process.
      if (underWay <= sleeping.size) {
        underWay += 1;
        const sweep = one.saga
          .settleDueRedemptions()
          .then(
            () => null,
            () => null,
          )
          .finally(() => {
            underWay -= 1;
          });
        sweeps.add(sweep);
      }
      await delay(10);
    }
  };
  const sweeping = Promise.all(sagas.map(sweeper));
  await Promise.all(Array.from({ length: 8 }, client));
  // The weather stays as it is until half of what is left has come to its end; then it clears up, as it does.
  await decided(database, redemptions / 5);
  engine.emulator.faults.calm();
  state.isCalm = true;
  const stuck = await decided(database, 0);
  for (const wake of sleeping.values()) wake();
  isOver.now = true;
  await sweeping;
  await Promise.all([...sweeps, ...hungUp]);
  await Promise.all(sagas.map(async (one) => one.close()));
  engine.emulator.applyLate();
  const called = engine.emulator.calls.filter(({ operation }) => engine.operations.includes(operation));
  const faulty = called.filter(({ fault }) => fault !== null).length;
  return { calls: called.length, faulty, crashed, paused: state.paused, overtaken: state.overtaken, stuck };
}

async function answerWithin<Answer>(milliseconds: number, asking: Promise<Answer>): Promise<Answer | 'nothing'> {
  const patience = new AbortController();
  const over = delay(milliseconds, 'nothing' as const, { signal: patience.signal });
  over.catch(() => {});
  try {
    return await Promise.race([asking, over]);
  } finally {
    patience.abort();
  }
}

const OPEN = {
  name: 'test_open_rows',
  text: `
    SELECT concat_ws(' ', id, state, attempt, outcome) AS id FROM engine_redemption
    WHERE state IN ('RESERVED', 'SENDING') OR (state = 'CAPTURED' AND mirrored_at IS NULL)
    UNION ALL SELECT concat_ws(' ', id, state, attempt, outcome) FROM engine_reversal
    WHERE state IN ('RESERVED', 'SENDING') OR (state = 'CAPTURED' AND mirrored_at IS NULL)`,
};

/** Waits until at most so many rows are open, or for half a minute without any progress: then those are told that are. */
async function decided(database: TestDatabase, most: number): Promise<readonly string[]> {
  let least = Infinity;
  let until = 0;
  for (;;) {
    const rows = await database.reads.query<{ id: string }>(OPEN, []);
    if (rows.length <= most) return [];
    if (rows.length < least) until = performance.now() + 30_000;
    else if (performance.now() > until) return rows.map(({ id }) => id);
    least = Math.min(least, rows.length);
    await delay(20);
  }
}
