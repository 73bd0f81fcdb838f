import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RecordTransactionInput } from '../../../src/earning/earningUseCases.ts';
import { accountRef } from '../../../src/ledger/account.ts';
import { requestId } from '../../../src/ledger/requestId.ts';
import { verifyBooks } from '../../../src/ledger/verifyBooks.ts';
import type { SagaPoint } from '../../../src/saga/drivingContext.ts';
import { aViewer } from '../../doubles/viewers.ts';
import { createRandom } from '../../emulators/kit/createRandom.ts';
import type { Fault } from '../../emulators/kit/faultPlan.ts';
import { createTestDatabase, type TestDatabase } from '../../support/testDatabase.ts';
import { signedEngine, type TestEngine } from './support/signedEngine.ts';
import { startSaga } from './support/startSaga.ts';

const SEED = Number(process.env['SAGA_SEED'] ?? Math.floor(Math.random() * 1_000_000));
const MEMBERS = ['ann', 'bob', 'cay', 'dan'];
const TRANSACTIONS = 150;
const FAULTS: readonly Fault[] = ['lostBefore', 'lostAfter', 'appliedLate', 'html', 'tooMany', 'serverErrorAfter'];
const staff = aViewer({ programs: ['rewards'] });

let database: TestDatabase;
let engine: TestEngine;

beforeAll(async () => {
  database = await createTestDatabase();
  engine = await signedEngine();
  for (const member of MEMBERS) engine.books.open(member, '0');
});
afterAll(async () => {
  await engine.close();
  await database.close();
});

const OPEN = {
  name: 'test_open_earnings',
  text: `SELECT count(*) AS open FROM engine_earning
         WHERE state IN ('RESERVED', 'SENDING') OR points IS NOT NULL AND mirrored_at IS NULL`,
};

test(`every transaction is awarded once and told, whatever breaks (SAGA_SEED=${SEED})`, async () => {
  const random = createRandom(SEED);
  const calm = { is: false };
  const killed = new Set<SagaPoint>();
  const reached = async (point: SagaPoint): Promise<void> => {
    if (calm.is || random() > 0.07) return;
    killed.add(point);
    throw new Error(`killed when ${point}`);
  };
  // A busy machine needs longer for a call than an engine does.
  const limits = { callTimeout: 2000, lease: 2500 };
  const sagas = [1, 2].map(() => startSaga(database, engine, { limits, reached }));
  const anyOf = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  engine.emulator.faults.storm(0.4, FAULTS, ['earnings']);

  const inputs = Array.from({ length: TRANSACTIONS }, (_, index): RecordTransactionInput => {
    const amount = {
      amount: `${1 + Math.floor(random() * 90)}.${10 + Math.floor(random() * 89)}`,
      currencyCode: 'USD',
    };
    const occurredAt = new Date(Date.UTC(2026, 0, 1, 0, index));
    return { transactionId: `t-${index}`, memberId: anyOf(MEMBERS), kind: 'PURCHASE', amount, occurredAt };
  });
  const queue = inputs.flatMap((input) => (random() < 0.3 ? [input, input] : [input])).values();
  const client = async (): Promise<void> => {
    for (const input of queue) await anyOf(sagas).useCases.recordTransaction(staff, input);
  };
  const sweep = async (): Promise<void> => {
    await Promise.all(sagas.map(async ({ awarding }) => awarding.handover.settleDueEarnings().catch(() => 0)));
  };
  await Promise.all(Array.from({ length: 12 }, client));
  for (let look = 0; look < 20; look += 1) await sweep();
  calm.is = true;
  engine.emulator.faults.calm();
  engine.emulator.applyLate();
  await expect
    .poll(
      async () => {
        await sweep();
        return (await database.reads.query<{ open: bigint }>(OPEN, []))[0]?.open;
      },
      { timeout: 60_000 },
    )
    .toBe(0n);

  const [{ awarding, ledger } = expect.fail()] = sagas;
  const rows = await awarding.earnings.find(inputs.map(({ transactionId }) => idOf(transactionId)));
  const awards = engine.books.movements.filter(({ kind }) => kind === 'earned');
  expect(awards).toHaveLength(TRANSACTIONS);
  const byReference = new Map(awards.map(({ reference, minor }) => [reference, minor]));
  expect(rows.map((row) => row?.points)).toEqual(rows.map((row) => byReference.get(row?.id ?? null)));
  for (const member of MEMBERS) {
    const [account] = await ledger.accounts([accountRef('rewards', member)]);
    expect(account?.balance, member).toBe(engine.books.minorOf(member));
  }
  expect(await verifyBooks(database.reads)).toBeNull();
  expect(killed.size, `killed at ${[...killed].join(', ')}`).toBeGreaterThan(3);
  for (const one of sagas) await one.close();
}, 120_000);

function idOf(transactionId: string): string {
  return requestId('rewards', 'transaction', transactionId);
}
