import { beforeAll, expect, test } from 'vitest';
import type { BookProblem } from '../../../src/ledger/verifyBooks.ts';
import { award, clear, takeBack } from './support/awards.ts';
import { credit, debit, idOf } from './support/commands.ts';
import { ACCOUNT, ACCOUNT_ROW, OF_ACCOUNT, postingRow, requestRow, useTamperedBooks } from './support/tamperedBooks.ts';

const books = useTamperedBooks();

// After the account's first five postings: 6 and 7 are awards', 8 a debit, 9 takes 6 back and leaves a debt, 10 is a
// credit, of which 11 pays.
beforeAll(async () => {
  const { ledger } = books;
  await ledger.post(award(ACCOUNT, 30n, { key: 'a-at-once' }));
  await ledger.post(award(ACCOUNT, 12n, { key: 'a-cleared', clearing: 'ON_SIGNAL' }));
  await ledger.post(takeBack(ACCOUNT, 'a-cleared', 2n, { key: 'a-cancel' }));
  await ledger.post(clear(ACCOUNT, 'a-cleared'));
  await ledger.post(award(ACCOUNT, 8n, { key: 'a-pending', clearing: 'ON_SIGNAL' }));
  await ledger.post(award(ACCOUNT, 0n, { key: 'a-nothing' }));
  await ledger.post(debit(ACCOUNT, 60n));
  await ledger.post(takeBack(ACCOUNT, 'a-at-once', 30n, { key: 'a-owed' }));
  await ledger.post(credit(ACCOUNT, 3n, { key: 'a-pays' }));
});

const awardRow = (key: string): Partial<BookProblem> => ({ table: 'award', key: idOf(`a-${key}`) });
const change = (key: string, changes: string): string =>
  `UPDATE award SET ${changes} WHERE award_id = '${idOf(`a-${key}`)}'`;

test('books with awards that nobody touched are right', async () => {
  expect(await books.verify()).toBeNull();
  expect(await books.account(ACCOUNT)).toMatchObject({ pending: 8n, debt: 19n, awards: 4n, seq: 11n });
});

test.each([
  ['pending', `UPDATE account SET pending = 9 WHERE ${OF_ACCOUNT}`, /9 points are pending, but its awards' are 8/],
  ['debt', `UPDATE account SET debt = 0 WHERE ${OF_ACCOUNT}`, /it owes 0/],
  ['awards', `UPDATE account SET awards = 5 WHERE ${OF_ACCOUNT}`, /counts 5 awards, but has 4/],
  ['awards that are fewer', `DELETE FROM award WHERE award_id = '${idOf('a-nothing')}'`, /counts 4 awards, but has 3/],
  ['an award that forgave more', change('at-once', 'forgiven = 1'), /it owes 19, but 29/],
  ['an award that canceled more', change('at-once', 'canceled = 1'), /it owes 19, but 29/],
  ['an award that took back more', change('pending', 'reversed = 1, canceled = 1'), /its awards' are 7/],
])('an account with other %s', async (_, tampering, problem) => {
  expect(await books.tampered(tampering)).toMatchObject({ ...ACCOUNT_ROW, problem: expect.stringMatching(problem) });
});

test.each([
  ['with another number', change('nothing', 'number = 7'), 'nothing', /award number 4, not 7/],
  ['behind another posting', change('nothing', 'after_seq = 99'), 'nothing', /behind posting 99/],
  ['before its neighbor', change('nothing', 'after_seq = 2'), 'nothing', /behind posting 2/],
  ['of more points', change('at-once', 'points = 31'), 'at-once', /request gave 30 points, not 31/],
  [
    'that nobody made',
    `UPDATE request SET kind = 'STATUS' WHERE id = '${idOf('a-nothing')}'`,
    'nothing',
    /no accepted/,
  ],
  ['that gave what it canceled', change('cleared', 'canceled = 0, forgiven = 2'), 'cleared', /gave 12 points, but/],
  ['that was taken back more', change('cleared', 'reversed = 3, forgiven = 1'), 'cleared', /requests took 2/],
  ['that is still to clear', change('cleared', 'clears_at = now()'), 'cleared', /still to clear/],
  ['that is pending and posted', change('pending', 'seq = 7'), 'pending', /not only that/],
  ['with a posting that is another’s', change('at-once', 'seq = 1'), 'at-once', /gave 30 points, but|stands before/],
  ['with a posting that is not there', change('at-once', 'seq = 99'), 'at-once', /posting 99 does not exist|took/],
])('an award %s', async (_, tampering, key, problem) => {
  const found = await books.tampered(tampering);
  expect([awardRow(key), requestRow('owed')]).toContainEqual({ table: found?.table, key: found?.key });
  expect(found?.problem).toMatch(found?.table === 'award' ? problem : /another award/);
});

test('a debt that is paid twice, and points taken back for no reason', async () => {
  const without = `UPDATE posting SET reverses_seq = NULL WHERE ${OF_ACCOUNT} AND kind = 'REVERSE' AND seq = 9`;
  expect(await books.tampered(without)).toMatchObject({
    ...postingRow(9),
    problem: expect.stringMatching(/a reversal/),
  });
  const named = `UPDATE posting SET reverses_seq = 10 WHERE ${OF_ACCOUNT} AND seq = 11`;
  expect(await books.tampered(named)).toMatchObject({
    ...postingRow(11),
    problem: expect.stringMatching(/a reversal/),
  });
  const other = `UPDATE posting SET reverses_seq = 7 WHERE ${OF_ACCOUNT} AND seq = 9`;
  expect(await books.tampered(other)).toMatchObject({
    ...requestRow('owed'),
    problem: expect.stringMatching(/another award/),
  });
  const asked = `UPDATE request SET kind = 'DEBIT' WHERE id = '${idOf('a-pays')}'`;
  expect(await books.tampered(asked)).toMatchObject({
    ...postingRow(11),
    problem: 'a DEBIT took back what was issued',
  });
});

test.each([
  ['that took back less', `UPDATE request SET points = 7 WHERE id = '${idOf('a-owed')}'`, 'owed', /took 7 points back/],
  [
    'whose award is gone',
    `WITH gone AS (DELETE FROM award WHERE award_id = '${idOf('a-nothing')}')
     UPDATE account SET awards = 3 WHERE ${OF_ACCOUNT}`,
    'nothing',
    /its award does not exist/,
  ],
  [
    'that gave a debit points',
    `UPDATE request SET kind = 'DEBIT' WHERE id = '${idOf('a-at-once')}'`,
    'at-once',
    /a DEBIT made a posting of kind EARN/,
  ],
])('a request %s', async (_, tampering, key, problem) => {
  expect(await books.tampered(tampering)).toMatchObject({
    ...requestRow(key),
    problem: expect.stringMatching(problem),
  });
});

test('a clearing that names another posting', async () => {
  const tampering = `UPDATE request SET seq = NULL WHERE kind = 'CLEAR' AND ${OF_ACCOUNT}`;
  const { id } = clear(ACCOUNT, 'a-cleared');
  expect(await books.tampered(tampering)).toMatchObject({
    ...postingRow(7),
    problem: 'its request tells another story',
  });
  const target = `UPDATE request SET target_id = '${idOf('a-pending')}' WHERE id = '${id}'`;
  expect(await books.tampered(target)).toMatchObject({
    table: 'request',
    key: id,
    problem: 'it cleared another posting',
  });
});
