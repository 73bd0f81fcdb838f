import { createHash, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RecordTransactionInput } from '../../../src/earning/earningUseCases.ts';
import { toEngineEarning } from '../../../src/earning/engine/toEngineEarning.ts';
import { createEngineAwards } from '../../../src/earning/engine/engineAwards.ts';
import { accountRef } from '../../../src/ledger/account.ts';
import type { Delivery } from '../../../src/ledger/command.ts';
import { fingerprintOf, requestId } from '../../../src/ledger/requestId.ts';
import { verifyBooks } from '../../../src/ledger/verifyBooks.ts';
import { createReconciliationRows } from '../../../src/database/createReconciliationRows.ts';
import { learnMovements } from '../../../src/reconciliation/learnMovements.ts';
import { reconcileEngine } from '../../../src/reconciliation/reconcileEngine.ts';
import { aProgram } from '../../doubles/memoryPrograms.ts';
import { aViewer } from '../../doubles/viewers.ts';
import { createTestDatabase, type TestDatabase } from '../../support/testDatabase.ts';
import { aContext } from '../reconciliation/support.ts';
import { signedEngine, type TestEngine } from './support/signedEngine.ts';
import { startSaga, type StartSagaOptions, type TestSaga } from './support/startSaga.ts';

const staff = aViewer({ programs: ['rewards', 'own'] });
const PATIENT = { limits: { patience: 20_000, callTimeout: 5000, lease: 10_000 } };

let database: TestDatabase;
let engine: TestEngine;
let member: string;
const started: TestSaga[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => database.close());
beforeEach(async () => {
  engine = await signedEngine();
  member = `ann-${randomUUID()}`;
  engine.books.open(member, '100');
});
afterEach(async () => {
  for (const one of started.splice(0)) await one.close();
  await engine.close();
});

function start(options: StartSagaOptions = PATIENT, at = engine): TestSaga {
  const one = startSaga(database, at, options);
  started.push(one);
  return one;
}

const purchase = (more: Partial<RecordTransactionInput> = {}): RecordTransactionInput => ({
  transactionId: `order-${randomUUID()}`,
  memberId: member,
  kind: 'PURCHASE',
  amount: { amount: '12.34', currencyCode: 'USD' },
  category: 'coffee',
  ...more,
});
const idOf = ({ transactionId }: RecordTransactionInput): string => requestId('rewards', 'transaction', transactionId);
const calls = (): number => engine.emulator.calls.filter(({ operation }) => operation === 'earnings').length;
const balanceInOurBooks = async ({ ledger }: TestSaga): Promise<bigint> => {
  const [account] = await ledger.accounts([accountRef('rewards', member)]);
  return account?.balance ?? 0n;
};
const allDue = async (): Promise<unknown> =>
  database.reads.query(
    { name: 'test_due', text: "UPDATE engine_earning SET next_at = now() WHERE state IN ('RESERVED', 'SENDING')" },
    [],
  );
const settled = async (one: TestSaga, input: RecordTransactionInput): Promise<unknown> => {
  await one.awarding.handover.settleDueEarnings();
  const result = await one.useCases.recordTransaction(staff, input);
  return result.ok ? result.value.status : result.failure.type;
};

describe('recordTransaction in a program with an engine', () => {
  test('hands it over, and says what the engine awarded, in our books too', async () => {
    const one = start();
    const input = purchase({ occurredAt: new Date('2026-03-01T12:00:00Z') });
    const result = await one.useCases.recordTransaction(staff, input);
    expect(result).toMatchObject({
      ok: true,
      value: {
        id: idOf(input),
        status: 'POSTED',
        points: 1234n,
        isUntold: false,
        transactionId: input.transactionId,
        breakdown: [{ rule: 'engine', kind: 'BASE', points: '12.34' }],
        engineReference: expect.any(String),
      },
    });
    expect(engine.books.balanceOf(member)).toBe('112.34');
    expect(await balanceInOurBooks(one)).toBe(1234n);
    expect(await verifyBooks(database.reads)).toBeNull();
    // The same again is the same earning, another content is none, and nothing more is asked of the engine.
    expect(await one.useCases.recordTransaction(staff, input)).toEqual(result);
    expect(await one.useCases.recordTransaction(staff, { ...input, category: 'tea' })).toMatchObject({
      failure: { type: 'IdempotencyKeyConflict' },
    });
    expect(calls()).toBe(1);
  });

  test.each(['lostAfter', 'lostBefore', 'tooManyRetryAfter', 'htmlBadGateway'] as const)(
    'is PENDING when its answer is lost, and is awarded once behind it: %s',
    async (fault) => {
      const one = start({ limits: { firstPause: 3_600_000, longestPause: 3_600_000, patience: 20_000 } });
      engine.emulator.faults.next('earnings', fault);
      const input = purchase();
      const result = await one.useCases.recordTransaction(staff, input);
      expect(result).toMatchObject({ ok: true, value: { status: 'PENDING', points: 0n, isUntold: true } });
      expect(await balanceInOurBooks(one)).toBe(0n);
      await allDue();
      expect(await settled(one, input)).toBe('POSTED');
      expect(engine.books.balanceOf(member)).toBe('112.34');
      expect(await balanceInOurBooks(one)).toBe(1234n);
    },
  );

  test('that the engine refuses keeps nothing, and may come again when the cause is mended', async () => {
    const one = start();
    const late = `late-${randomUUID()}`;
    const input = purchase({ memberId: late });
    expect(await one.useCases.recordTransaction(staff, input)).toMatchObject({
      failure: { type: 'PointsAccountNotFound' },
    });
    expect(await one.awarding.earnings.find([idOf(input)])).toEqual([null]);
    engine.books.open(late, '0');
    expect(await one.useCases.recordTransaction(staff, input)).toMatchObject({ value: { status: 'POSTED' } });
    expect(await one.useCases.recordTransaction(staff, purchase({ memberId: 'unmapped' }))).toMatchObject({
      failure: { type: 'PointsAccountNotFound' },
    });
  });

  test('that the engine refuses behind its caller’s back is declined, told of, and may be recorded again', async () => {
    const declined: string[] = [];
    const limits = { firstPause: 3_600_000, longestPause: 3_600_000, patience: 20_000 };
    const one = start({ limits, onVoided: ({ id }) => declined.push(id) });
    engine.emulator.faults.next('earnings', 'tooMany');
    const nobody = `nobody-${randomUUID()}`;
    const input = purchase({ memberId: nobody });
    expect(await one.useCases.recordTransaction(staff, input)).toMatchObject({ value: { status: 'PENDING' } });
    await allDue();
    await one.awarding.handover.settleDueEarnings();
    expect(declined).toEqual([idOf(input)]);
    const [row] = await one.awarding.earnings.find([idOf(input)]);
    expect(toEngineEarning(row ?? expect.fail(), 2)).toMatchObject({
      status: 'DECLINED',
      declineReason: 'MEMBER_UNKNOWN',
      points: 0n,
      isUntold: false,
    });
    expect(await one.useCases.recordTransaction(staff, input)).toMatchObject({
      failure: { type: 'PointsAccountNotFound' },
    });
    expect(await one.useCases.recordTransaction(staff, { ...input, category: 'tea' })).toMatchObject({
      failure: { type: 'IdempotencyKeyConflict' },
    });
    engine.books.open(nobody, '0');
    for (const _ of [1, 2]) {
      expect(await one.useCases.recordTransaction(staff, input)).toMatchObject({ value: { status: 'POSTED' } });
    }
    expect(engine.books.balanceOf(nobody)).toBe('12.34');
  });

  test('keeps the message that it came by with it, and another body under its id does nothing', async () => {
    const one = start();
    const delivery: Delivery = { sourceId: 'shop', messageId: randomUUID(), bodyHash: hash('a') };
    const input = purchase();
    expect(await one.useCases.recordTransaction(staff, input, delivery)).toMatchObject({ value: { status: 'POSTED' } });
    const inbox = { name: 'test_inbox', text: 'SELECT message_id FROM inbox WHERE source_id = $1 AND message_id = $2' };
    expect(await database.reads.query(inbox, ['shop', delivery.messageId])).toHaveLength(1);
    const other = purchase();
    const reused = { ...delivery, bodyHash: hash('b') };
    expect(await one.useCases.recordTransaction(staff, other, reused)).toMatchObject({
      failure: { type: 'IdempotencyKeyConflict' },
    });
    expect(await one.awarding.earnings.find([idOf(other)])).toEqual([null]);
    // A second message of the same transaction is taken in as well, and replays it.
    const second = { ...delivery, messageId: randomUUID() };
    expect(await one.useCases.recordTransaction(staff, input, second)).toMatchObject({ value: { status: 'POSTED' } });
    expect(await database.reads.query(inbox, ['shop', second.messageId])).toHaveLength(1);
    expect(calls()).toBe(1);
  });

  test('that our own ledger recorded before stays its own', async () => {
    const one = start();
    const none: TestSaga = start({ ...PATIENT, engines: { find: async () => null, all: async () => [] } });
    const input = purchase({ amount: null, kind: 'MILESTONE' });
    const before = await none.useCases.recordTransaction(staff, input);
    expect(before).toMatchObject({ ok: true, value: { points: 0n, status: 'POSTED' } });
    expect(await one.useCases.recordTransaction(staff, input)).toEqual(before);
    expect(await one.useCases.recordTransaction(staff, { ...input, category: 'tea' })).toMatchObject({
      failure: { type: 'IdempotencyKeyConflict' },
    });
    expect(calls()).toBe(0);
  });

  test('of a member who is frozen here earns all the same, and of one who is closed is refused', async () => {
    const one = start();
    await one.useCases.recordTransaction(staff, purchase());
    const account = accountRef('rewards', member);
    for (const [status, then] of [
      ['FROZEN', { value: { status: 'POSTED' } }],
      ['CLOSED', { failure: { type: 'PointsAccountNotActive' } }],
    ] as const) {
      const id = randomUUID();
      const command = { kind: 'STATUS', id, fingerprint: fingerprintOf('status', status), account, status } as const;
      await one.ledger.post({ ...command, program: aProgram({ decimals: 2 }) });
      expect(await one.useCases.recordTransaction(staff, purchase())).toMatchObject(then);
    }
  });

  test('is neither taken back nor cleared here', async () => {
    const one = start();
    const input = purchase();
    await one.useCases.recordTransaction(staff, input);
    const earning = { transactionId: input.transactionId };
    expect(await one.useCases.reverseEarning(staff, { idempotencyKey: 'k', earning })).toMatchObject({
      failure: { type: 'EarningNotReversible' },
    });
    expect(await one.useCases.clearEarning(staff, earning)).toMatchObject({ failure: { type: 'EarningNotPending' } });
    expect(await one.useCases.clearEarning(staff, { transactionId: 'none' })).toMatchObject({
      failure: { type: 'EarningNotFound' },
    });
  });

  test('of many is each on its own, and two of the same are one', async () => {
    const one = start();
    const same = purchase();
    const inputs = [
      same,
      purchase({ memberId: 'nobody' }),
      same,
      { ...same, category: 'tea' },
      purchase(),
      purchase({ programId: 'own' }),
    ];
    const results = await one.useCases.recordTransactions(staff, inputs);
    expect(results.map((one) => ('ok' in one ? (one.ok ? one.value.status : one.failure.type) : one.message))).toEqual([
      'POSTED',
      'PointsAccountNotFound',
      'POSTED',
      'IdempotencyKeyConflict',
      'POSTED',
      'POSTED',
    ]);
    expect(engine.books.balanceOf(member)).toBe('124.68');
    expect(await balanceInOurBooks(one)).toBe(2468n);
  });
});

const blind = async (): Promise<{ one: TestSaga; input: RecordTransactionInput }> => {
  const other = await signedEngine({ earnings: 'blind' });
  const earn: TestEngine['connector']['earn'] = async (...given) => {
    const outcome = await other.connector.earn?.(...given);
    return outcome?.status === 'done'
      ? { status: 'done', value: { points: null, engineReference: null } }
      : (outcome ?? expect.fail());
  };
  other.books.open(member, '0');
  const one = start(PATIENT, { ...other, connector: { ...other.connector, earn } });
  const input = purchase();
  expect(await one.useCases.recordTransaction(staff, input)).toMatchObject({
    value: { status: 'PENDING', isUntold: true },
  });
  await other.close();
  return { one, input };
};
const context = (one: TestSaga) => ({
  ledger: one.ledger,
  rows: createReconciliationRows(database.reads),
  awards: createEngineAwards(one.awarding),
});
const movement = (reference: string | null, points: string, engineReference: string = randomUUID()) => ({
  engineReference,
  reference,
  points,
  occurredAt: new Date(),
  words: null,
});

describe('what an engine tells of an earning', () => {
  test('later is written down once, in our books too', async () => {
    const { one, input } = await blind();
    const told = { reference: idOf(input), points: 700n, engineReference: 'e-7' };
    expect(await one.awarding.handover.tell('own', told)).toBeNull();
    expect(await one.awarding.handover.tell('rewards', { ...told, reference: randomUUID() })).toBeNull();
    expect(await balanceInOurBooks(one)).toBe(0n);
    for (const points of [700n, 700n, 900n]) {
      expect(await one.awarding.handover.tell('rewards', { ...told, points })).toMatchObject({ memberId: member });
    }
    expect(await balanceInOurBooks(one)).toBe(700n);
    expect(await one.useCases.recordTransaction(staff, input)).toMatchObject({
      value: { status: 'POSTED', points: 700n, engineReference: 'e-7' },
    });
    expect(await verifyBooks(database.reads)).toBeNull();
  });

  test('by a movement is its award, and not a movement beside it', async () => {
    const { one, input } = await blind();
    const program = aProgram({ decimals: 2 });
    const account = accountRef('rewards', member);
    const award = movement(idOf(input), '5.5');
    const gift = movement(null, '1');
    const back = movement(idOf(input), '-2');
    for (const _ of [1, 2]) await learnMovements(context(one), program, account, [award, gift, back]);
    expect(await balanceInOurBooks(one)).toBe(450n);
    expect(await one.useCases.recordTransaction(staff, input)).toMatchObject({
      value: { status: 'POSTED', points: 550n },
    });
  });

  test('before the answer of ours arrives ends it, and the answer changes nothing', async () => {
    const one = start({
      ...PATIENT,
      reached: async (point, id) => {
        if (point !== 'called') return;
        await one.awarding.handover.tell('rewards', { reference: id, points: 1234n, engineReference: null });
      },
    });
    const input = purchase();
    expect(await one.useCases.recordTransaction(staff, input)).toMatchObject({ value: { points: 1234n } });
    expect(await balanceInOurBooks(one)).toBe(1234n);
  });

  test('of what was never sent is not believed', async () => {
    const one = start({ limits: { firstPause: 3_600_000, patience: 20_000 } });
    engine.emulator.faults.next('earnings', 'tooMany');
    const input = purchase();
    await one.useCases.recordTransaction(staff, input);
    const told = { reference: idOf(input), points: 10n, engineReference: null };
    expect(await one.awarding.handover.tell('rewards', told)).toBeNull();
    expect(await balanceInOurBooks(one)).toBe(0n);
  });
});

test('the comparison waits for what is not told yet, and does not adjust by it', async () => {
  const other = await signedEngine({ history: false });
  other.books.open(member, '0');
  const one = start({ limits: { firstPause: 3_600_000, longestPause: 3_600_000, patience: 20_000 } }, other);
  const run = aContext(database, one, { awards: createEngineAwards(one.awarding) });
  await one.useCases.recordTransaction(staff, purchase());
  other.emulator.faults.next('earnings', 'lostAfter');
  const input = purchase();
  await one.useCases.recordTransaction(staff, input);
  expect(other.books.balanceOf(member)).toBe('24.68');
  await reconcileEngine(run, 'rewards');
  expect(await balanceInOurBooks(one)).toBe(1234n);
  await allDue();
  expect(await settled(one, input)).toBe('POSTED');
  await reconcileEngine(run, 'rewards');
  expect(await balanceInOurBooks(one)).toBe(2468n);
  await other.close();
});

const boasting: TestEngine['connector']['earn'] = async () => {
  return { status: 'done', value: { points: '9999999999999999', engineReference: 'e-1' } };
};

test('more points than anybody can have are not believed', async () => {
  const one = start(PATIENT, { ...engine, connector: { ...engine.connector, earn: boasting } });
  expect(await one.useCases.recordTransaction(staff, purchase())).toMatchObject({
    value: { status: 'PENDING', points: 0n, isUntold: true },
  });
});

test('crashes at every step lose no award and double none', async () => {
  const points = ['claimed', 'intended', 'called', 'settled', 'mirrored'];
  const dying = { at: '' };
  const one = start({
    ...PATIENT,
    limits: { ...PATIENT.limits, firstPause: 1, lease: 1, patience: 2000 },
    reached: async (point) => {
      if (point === dying.at) throw new Error('died');
    },
  });
  for (const at of points) {
    dying.at = at;
    const input = purchase();
    await one.useCases.recordTransaction(staff, input);
    dying.at = '';
    await expect.poll(async () => settled(one, input)).toBe('POSTED');
  }
  await one.awarding.handover.settleDueEarnings();
  expect(engine.books.balanceOf(member)).toBe('161.7');
  expect(await balanceInOurBooks(one)).toBe(6170n);
  expect(await verifyBooks(database.reads)).toBeNull();
});

test('what was settled is not changed by anybody', async () => {
  const one = start();
  const input = purchase();
  await one.useCases.recordTransaction(staff, input);
  const attempt = async (text: string): Promise<unknown> =>
    database.reads.query({ name: `test_${hash(text).slice(0, 20)}`, text }, [idOf(input)]).catch(() => 'refused');
  expect(await attempt('UPDATE engine_earning SET points = points + 1 WHERE id = $1 RETURNING id')).toBe('refused');
  expect(await attempt("UPDATE engine_earning SET state = 'SENDING' WHERE id = $1 RETURNING id")).toBe('refused');
  expect(await attempt('DELETE FROM engine_earning WHERE id = $1 RETURNING id')).toBe('refused');
});

test('an engine that would award twice is handed nothing, unless the operator switched it on', async () => {
  const capabilities = { ...engine.connector.capabilities, earnsOnceFor: 0 };
  const careless = { ...engine, connector: { ...engine.connector, capabilities } };
  const refused = await start(PATIENT, careless).useCases.recordTransaction(staff, purchase());
  expect(refused).toMatchObject({ failure: { type: 'EarningBelongsToEngine' } });
  expect(calls()).toBe(0);

  const one = start({ ...PATIENT, limits: { ...PATIENT.limits, firstPause: 1 }, acceptsUncertainty: true }, careless);
  engine.emulator.faults.next('earnings', 'lostAfter');
  const input = purchase();
  expect(await one.useCases.recordTransaction(staff, input)).toMatchObject({ value: { status: 'PENDING' } });
  await expect.poll(async () => one.awarding.handover.settleDueEarnings()).toBe(1);
  expect((await one.awarding.earnings.find([idOf(input)]))[0]).toMatchObject({ state: 'CAPTURED', points: null });
  expect(calls()).toBe(1);
  const told = engine.books.movements.find(({ kind }) => kind === 'earned');
  const awards = createEngineAwards(one.awarding);
  const movement = { ...told, engineReference: told?.id ?? '', reference: idOf(input), points: '12.34' };
  await awards.claim({ id: 'rewards', decimals: 2 }, [{ ...movement, occurredAt: new Date(), words: null }]);
  expect(await settled(one, input)).toBe('POSTED');
});

function hash(text: string): string {
  return createHash('sha256').update(fingerprintOf(text)).digest('hex');
}
