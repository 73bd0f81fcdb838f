import { expect, it, vi } from 'vitest';
import { readTogether } from '../../../src/ledger/readTogether.ts';

const double = async (keys: readonly number[]): Promise<number[]> => keys.map((key) => key * 2);

it('answers those who ask at the same time by one statement, each with their own', async () => {
  const read = vi.fn(double);
  const together = readTogether(read);
  const answers = await Promise.all([together([1, 2]), together([]), together([3]), together([2, 1])]);
  expect(answers).toEqual([[2, 4], [], [6], [4, 2]]);
  expect(read.mock.calls).toEqual([[[1, 2, 3, 2, 1]]]);
});

it('sends one statement after another, so that nobody gets what was read before they asked', async () => {
  const read = vi.fn(double);
  const together = readTogether(read);
  await together([1]);
  await together([1]);
  expect(read).toHaveBeenCalledTimes(2);
});

it('lets no statement grow without end', async () => {
  const read = vi.fn(double);
  const together = readTogether(read);
  const keys = Array.from({ length: 1_500 }, (_, index) => index);
  const answers = await Promise.all([together(keys), together(keys), together([7])]);
  expect(answers[1]).toEqual(await double(keys));
  expect(answers[2]).toEqual([14]);
  expect(read.mock.calls.map(([asked]) => asked.length)).toEqual([1_500, 1_501]);
});

it('tells everyone who shared a statement that it failed, and nobody else', async () => {
  const read = vi.fn(double).mockRejectedValueOnce(new Error('down'));
  const together = readTogether(read);
  const both = await Promise.allSettled([together([1]), together([2])]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(together([3])).resolves.toEqual([6]);
});
