import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { build } from '../integration/process/support/build.ts';
import { crashLoop } from './crashLoop.ts';

beforeAll(build);

test('two crashes under load, of the service and of PostgreSQL, lose nothing and double nothing', async ({
  signal,
}) => {
  const seed = 1 + Math.floor(Math.random() * 2 ** 31);
  const lines = [`seed ${seed}`];
  const say = (line: string): number => lines.push(line);
  const loop = crashLoop({ rounds: 2, seed, callers: 32, say, signal });
  onTestFinished(async () => void (await loop));
  const { problems, calls } = await loop;
  expect(problems, lines.join('\n')).toEqual([]);

  const told = new Set(calls.map(({ outcome }) => outcome?.status));
  expect(told, 'the run was worth checking').toEqual(new Set(['accepted', 'conflict', 'rejected']));
  expect(calls.some(({ unheard }) => unheard.length > 0)).toBe(true);
}, 300_000);
