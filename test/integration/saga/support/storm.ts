import { setTimeout as delay } from 'node:timers/promises';
import { createRandom } from '../../../emulators/kit/createRandom.ts';
import type { Fault } from '../../../emulators/kit/faultPlan.ts';
import type { RedeemPointsInput } from '../../../../src/redemption/redemptionUseCases.ts';
import type { SagaPoint } from '../../../../src/redemption/engine/sagaContext.ts';
import { aViewer } from '../../../doubles/viewers.ts';
import type { TestDatabase } from '../../../support/testDatabase.ts';
import type { TestEngine } from './signedEngine.ts';
import { startSaga, type StartSagaOptions, type TestSaga } from './startSaga.ts';

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
const POINTS: readonly SagaPoint[] = ['claimed', 'intended', 'called', 'parked', 'settled', 'mirrored'];
const staff = aViewer({ programs: ['rewards'] });

export interface StormOptions extends StartSagaOptions {
  readonly seed: number;
  readonly redemptions: number;
  readonly members: readonly string[];
  /** Whole points alone. */
  readonly isWhole?: boolean;
}

export interface Stormed {
  /** Workers that died, by where they stood. */
  readonly crashed: ReadonlyMap<SagaPoint, number>;
  /** How many workers were stopped, and woke when all was decided. */
  readonly paused: number;
  /** What nobody will ever decide. Empty, or the saga is broken. */
  readonly stuck: readonly string[];
}

class Killed extends Error {}

/** Milliseconds. A worker that is stopped answers nobody, and is woken only when every client is done: they hang up. */
const CLIENTS_PATIENCE = 1000;

/**
 * Redeems, twice and at once for some keys, through two processes' sagas, while four calls in ten meet a fault, workers
 * die wherever they have just written or heard something, and others are stopped and wake late.
 */
export async function storm(database: TestDatabase, engine: TestEngine, options: StormOptions): Promise<Stormed> {
  const random = createRandom(options.seed);
  const crashed = new Map<SagaPoint, number>(POINTS.map((point) => [point, 0]));
  const sleeping: (() => void)[] = [];
  const state = { isCalm: false, paused: 0 };
  const reached = async (point: SagaPoint): Promise<void> => {
    if (state.isCalm) return;
    const chance = random();
    if (chance < 0.07) {
      crashed.set(point, (crashed.get(point) ?? 0) + 1);
      throw new Killed(point);
    }
    if (chance > 0.985 && state.paused < 12) {
      state.paused += 1;
      await new Promise<void>((resolve) => sleeping.push(resolve));
    }
  };
  const sagas = [
    startSaga(database, engine, { ...options, reached }),
    startSaga(database, engine, { ...options, reached }),
  ];
  const anyOf = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  engine.emulator.faults.storm(0.4, FAULTS, engine.operations);

  const inputs = Array.from({ length: options.redemptions }, (_, index): RedeemPointsInput => {
    const whole = 1 + Math.floor(random() * 30);
    const points = options.isWhole === true ? `${whole}` : `${whole}.${10 + Math.floor(random() * 89)}`;
    return { idempotencyKey: `key-${index}`, memberId: anyOf(options.members), points };
  });
  const queue = inputs.flatMap((input) => (random() < 0.2 ? [input, input] : [input])).values();
  const hungUp = new Set<Promise<unknown>>();
  const client = async (): Promise<void> => {
    for (const input of queue) {
      // A client that is told that nothing was sent asks again, twice at most.
      for (let attempt = 0; attempt < 3; attempt += 1) {
        const asking = anyOf(sagas).useCases.redeemPoints(staff, input);
        const result = await answerWithin(CLIENTS_PATIENCE, asking);
        if (result === 'nothing') hungUp.add(asking);
        if (result === 'nothing' || result.ok || result.failure.type !== 'LoyaltyEngineUnavailable') break;
      }
    }
  };
  const sweeps = new Set<Promise<null>>();
  const isOver = { now: false };
  const sweeper = async (one: TestSaga): Promise<void> => {
    let underWay = 0;
    while (!isOver.now) {
      // Those that were stopped do not stop the others: another sweep begins all the same, as in another process.
      if (underWay <= state.paused) {
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
  await decided(database, 40);
  engine.emulator.faults.calm();
  state.isCalm = true;
  const stuck = await decided(database, 0);
  for (const wake of sleeping) wake();
  isOver.now = true;
  await sweeping;
  await Promise.all([...sweeps, ...hungUp]);
  await Promise.all(sagas.map(async (one) => one.close()));
  engine.emulator.applyLate();
  return { crashed, paused: state.paused, stuck };
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

/** Waits until at most so many rows are open, or for half a minute: then those are told that are still. */
async function decided(database: TestDatabase, most: number): Promise<readonly string[]> {
  const until = Date.now() + 30_000;
  for (;;) {
    const rows = await database.reads.query<{ id: string }>(OPEN, []);
    if (rows.length <= most || Date.now() > until) return rows.length <= most ? [] : rows.map(({ id }) => id);
    await delay(20);
  }
}
