import { expect, test } from 'vitest';
import { ACCOUNT, ACCOUNT_ROW, OF_ACCOUNT, OTHER, postingRow, useTamperedBooks } from './support/tamperedBooks.ts';

const books = useTamperedBooks();

test('books that nobody touched are right', async () => {
  expect(await books.verify()).toBeNull();
});

test.each([
  ['is gone', `DELETE FROM posting WHERE ${OF_ACCOUNT} AND seq = 2`, 3, /gap/],
  ['has another balance', `UPDATE posting SET balance_after = 1 WHERE ${OF_ACCOUNT} AND seq = 2`, 2, /150/],
  ['has another amount', `UPDATE posting SET amount = -109 WHERE ${OF_ACCOUNT} AND seq = 3`, 3, /-109/],
  ['steps back', `UPDATE posting SET recorded_at = '2020-01-01' WHERE ${OF_ACCOUNT} AND seq = 3`, 3, /recorded before/],
  ['is early', `UPDATE posting SET effective_at = '2999-01-01' WHERE ${OF_ACCOUNT} AND seq = 1`, 1, /takes effect/],
  ['has other lots', `UPDATE posting SET lots = '{30000,99}' WHERE ${OF_ACCOUNT} AND seq = 1`, 1, /its lots are 99/],
  ['has a wrong leg', `UPDATE posting SET contra = 'BREAKAGE' WHERE ${OF_ACCOUNT} AND seq = 3`, 3, /legs/],
  ['reverses nothing', `UPDATE posting SET reverses_seq = NULL WHERE ${OF_ACCOUNT} AND seq = 4`, 4, /a reversal/],
  ['gives back other lots', `UPDATE posting SET origin_lots = '{1,1}' WHERE ${OF_ACCOUNT} AND seq = 4`, 4, /gave back/],
  [
    'is given back where it took nothing',
    `UPDATE posting SET reverses_seq = 1 WHERE ${OF_ACCOUNT} AND seq = 4`,
    1,
    /took 0/,
  ],
  [
    'is given back twice',
    `UPDATE posting SET lots = '{30000,109,40000,1}' WHERE ${OF_ACCOUNT} AND seq = 3`,
    3,
    /given back/,
  ],
  ['has no account', `DELETE FROM account WHERE ${OF_ACCOUNT}`, 1, /account does not exist/],
])('a posting that %s', async (_, change, seq, problem) => {
  expect(await books.tampered(change)).toMatchObject({ ...postingRow(seq), problem: expect.stringMatching(problem) });
});

test.each([
  ['whose newest posting is gone', `DELETE FROM posting WHERE ${OF_ACCOUNT} AND seq = 5`, /newest posting is 4/],
  ['with another balance', `UPDATE account SET balance = balance + 1 WHERE ${OF_ACCOUNT}`, /postings make 48/],
  ['with another seq', `UPDATE account SET seq = 6 WHERE ${OF_ACCOUNT}`, /seq is 6/],
  ['with other held points', `UPDATE account SET held = 0 WHERE ${OF_ACCOUNT}`, /open holds are 20/],
  ['with other lots', `UPDATE account SET lots = '{40000,27}' WHERE ${OF_ACCOUNT}`, /lots are 27/],
  [
    'with lots on another day',
    `UPDATE account SET lots[1] = 40001, next_expiry = 40001 WHERE ${OF_ACCOUNT}`,
    /day 4000/,
  ],
  ['with lots out of order', `UPDATE account SET lots = '{40000,20,30000,8}' WHERE ${OF_ACCOUNT}`, /order/],
  ['with an empty lot', `UPDATE account SET lots = lots || '{50000,0}' WHERE ${OF_ACCOUNT}`, /order/],
  ['with another next expiry', `UPDATE account SET next_expiry = 1 WHERE ${OF_ACCOUNT}`, /next expiry/],
  ['that is closed and has points', `UPDATE account SET status = 'CLOSED' WHERE ${OF_ACCOUNT}`, /closed/],
  ['that changed before its postings', `UPDATE account SET changed_at = opened_at WHERE ${OF_ACCOUNT}`, /later/],
])('an account %s', async (_, change, problem) => {
  expect(await books.tampered(change)).toMatchObject({ ...ACCOUNT_ROW, problem: expect.stringMatching(problem) });
});

test('an account in another’s bucket', async () => {
  const problem = await books.tampered(`
    WITH postings AS (UPDATE posting SET bucket = 77 WHERE ${OF_ACCOUNT}),
         holds AS (UPDATE hold SET bucket = 77 WHERE ${OF_ACCOUNT}),
         requests AS (UPDATE request SET bucket = 77 WHERE ${OF_ACCOUNT})
    UPDATE account SET bucket = 77 WHERE ${OF_ACCOUNT}`);
  expect(problem).toMatchObject({ ...ACCOUNT_ROW, problem: 'it is in the wrong bucket' });
});

test('of many wrong rows it names the first, in the order of the accounts', async () => {
  const first = [ACCOUNT, OTHER].toSorted((a, b) => a.bucket - b.bucket || (a.id < b.id ? -1 : 1))[0];
  expect(await books.tampered('UPDATE posting SET balance_after = 1 WHERE seq > 1')).toMatchObject({
    table: 'posting',
    key: `${first?.id}.2`,
    accountId: first?.id,
  });
});
