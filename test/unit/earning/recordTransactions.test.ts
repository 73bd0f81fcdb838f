import { beforeEach, describe, expect, test } from 'vitest';
import { Forbidden } from '../../../src/access/viewer.ts';
import { BadInput } from '../../../src/failure/failure.ts';
import { LedgerUnavailable } from '../../../src/ledger/ledgerUnavailable.ts';
import type { RecordTransactionInput } from '../../../src/earning/earningUseCases.ts';
import { aHouse } from '../../doubles/aHouse.ts';
import { aBase } from '../../doubles/rules.ts';
import { aViewer } from '../../doubles/viewers.ts';

const staff = aViewer();
const purchase = (transactionId: string, changes: Partial<RecordTransactionInput> = {}): RecordTransactionInput => ({
  transactionId,
  memberId: 'm-1',
  kind: 'PURCHASE',
  amount: { amount: '10', currencyCode: 'USD' },
  ...changes,
});

let house = aHouse();
beforeEach(() => {
  house = aHouse();
  house.rules.put('rewards', 'dollars', aBase());
});
const record = (inputs: readonly RecordTransactionInput[]) => house.useCases.recordTransactions(staff, inputs);

describe('recordTransactions', () => {
  test('answers each in the order given, and no bad one harms its neighbors', async () => {
    const answers = await record([
      purchase('t-1'),
      purchase('t-2', { memberId: '' }),
      purchase('t-3', { amount: { amount: '1', currencyCode: 'EUR' } }),
      purchase('t-4', { programId: 'foreign' }),
      purchase('t-5', { amount: { amount: '1.001', currencyCode: 'USD' } }),
      purchase('t-6', { memberId: 'm-2', amount: { amount: '20', currencyCode: 'USD' } }),
    ]);
    expect(answers).toMatchObject([
      { value: { transactionId: 't-1', points: 10n } },
      { field: 'inputs[1].memberId' },
      { failure: { type: 'CurrencyRateNotFound' } },
      { failure: { type: 'PointsAccountNotFound' } },
      { failure: { type: 'InvalidTransactionAmount' } },
      { value: { transactionId: 't-6', points: 20n } },
    ]);
    expect(answers[1]).toBeInstanceOf(BadInput);
    expect(house.ledger.asked.reads).toBe(0);
  });

  test('replays all of it by one read', async () => {
    const inputs = Array.from({ length: 50 }, (_, index) => purchase(`t-${index}`, { memberId: `m-${index % 7}` }));
    const first = await record(inputs);
    expect(await record(inputs)).toEqual(first);
    expect(house.ledger.asked.reads).toBe(1);
  });

  test('records the first of two with the same id: the second replays it or conflicts with it', async () => {
    const [first, same, other] = await record([
      purchase('t-1'),
      purchase('t-1'),
      purchase('t-1', { amount: { amount: '11', currencyCode: 'USD' } }),
    ]);
    expect(first).toMatchObject({ ok: true, value: { points: 10n } });
    expect(same).toEqual(first);
    expect(other).toMatchObject({ failure: { type: 'IdempotencyKeyConflict' } });
  });

  test('tells of one that the ledger could not take, and records the others', async () => {
    const { post } = house.ledger;
    house.ledger.post = async (command) => {
      if (command.account.memberId === 'm-2') throw new LedgerUnavailable(new Error('away'));
      return post(command);
    };
    const answers = await record([purchase('t-1'), purchase('t-2', { memberId: 'm-2' }), purchase('t-3')]);
    expect(answers).toMatchObject([{ ok: true }, { name: 'LedgerUnavailable' }, { ok: true }]);
  });

  test('takes a thousand, and no more', async () => {
    expect(await record([])).toEqual([]);
    const many = Array.from({ length: 1_001 }, (_, index) => purchase(`t-${index}`));
    await expect(record(many)).rejects.toThrow(BadInput);
    expect(await record(many.slice(1))).toHaveLength(1_000);
  });

  test('is not for a member’s own token, whatever its scopes', async () => {
    const { useCases } = house;
    await expect(useCases.recordTransactions(aViewer({ memberId: 'm-1' }), [])).rejects.toThrow(Forbidden);
    await expect(useCases.recordTransactions(aViewer({ scopes: ['points:read'] }), [])).rejects.toThrow(Forbidden);
  });
});
