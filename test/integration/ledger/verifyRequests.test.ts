import { expect, test } from 'vitest';
import { idOf } from './support/commands.ts';
import { ACCOUNT_ROW, holdRow, OTHER, postingRow, requestRow, useTamperedBooks } from './support/tamperedBooks.ts';

const books = useTamperedBooks();

const changeHold = (key: string, change: string): string =>
  `UPDATE hold SET ${change} WHERE hold_id = '${idOf(`a-${key}`)}'`;
const changeRequest = (key: string, change: string): string =>
  `UPDATE request SET ${change} WHERE id = '${idOf(`a-${key}`)}'`;

test.each([
  ['that is gone', `DELETE FROM hold WHERE hold_id = '${idOf('a-5')}'`, ACCOUNT_ROW, /open holds are 0/],
  [
    'that was closed and is gone',
    `DELETE FROM hold WHERE hold_id = '${idOf('a-6')}'`,
    requestRow('6'),
    /hold does not exist/,
  ],
  ['with fewer lots', changeHold('5', "lots = '{40000,19}'"), holdRow('5'), /lots are 19/],
  ['with lots on other days', changeHold('5', "lots = '{40000,20}'"), ACCOUNT_ROW, /lot of day 30000/],
  ['that is captured beyond its requests', changeHold('6', 'captured = 8'), holdRow('6'), /requests captured 7/],
  ['that is captured and released', changeHold('6', "state = 'RELEASED'"), holdRow('6'), /RELEASED/],
  ['that is smaller than its request', changeHold('6', "points = 7, lots = '{40000,7}'"), holdRow('6'), /asked for 8/],
  ['that nobody placed', `DELETE FROM request WHERE id = '${idOf('a-5')}'`, holdRow('5'), /no accepted request/],
  [
    'of nobody',
    changeHold('6', 'account_id = gen_random_uuid()'),
    { table: 'hold' as const },
    /account does not exist/,
  ],
])('a hold %s', async (_, change, row, problem) => {
  expect(await books.tampered(change)).toMatchObject({ ...row, problem: expect.stringMatching(problem) });
});

test.each([
  ['that is gone', `DELETE FROM request WHERE id = '${idOf('a-3')}'`, postingRow(3), /request does not exist/],
  ['that is another account’s', changeRequest('2', `account_id = '${OTHER.id}'`), postingRow(2), /another story/],
  ['that was rejected, and has a posting', changeRequest('2', "rejection = '{}'"), postingRow(2), /another story/],
  ['that forgot its posting', changeRequest('2', 'seq = NULL'), postingRow(2), /another story/],
  ['that came later than its posting', changeRequest('2', 'recorded_at = now()'), postingRow(2), /another story/],
  ['that was rejected, and names a posting', changeRequest('8', 'seq = 5'), requestRow('8'), /it was rejected/],
  ['that was accepted, and has no posting', changeRequest('8', 'rejection = NULL'), requestRow('8'), /has no posting/],
  ['whose posting is not there', changeRequest('8', 'rejection = NULL, seq = 99'), requestRow('8'), /does not exist/],
  ['that names another’s posting', changeRequest('8', 'rejection = NULL, seq = 3'), requestRow('8'), /another request/],
  ['that moved other points', changeRequest('3', 'points = 111'), requestRow('3'), /moved 111/],
  ['that made another kind of posting', changeRequest('3', "kind = 'EXPIRE'"), requestRow('3'), /an? EXPIRE/],
  ['that reversed another request', changeRequest('4', 'target_id = id'), requestRow('4'), /reverses another/],
])('a request %s', async (_, change, row, problem) => {
  expect(await books.tampered(change)).toMatchObject({ ...row, problem: expect.stringMatching(problem) });
});
