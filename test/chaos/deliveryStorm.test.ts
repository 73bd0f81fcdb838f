import { beforeAll, expect, test } from 'vitest';
import { build } from '../integration/process/support/build.ts';
import { deliveryStorm } from './deliveries/deliveryStorm.ts';

beforeAll(build);

test('signed messages, duplicated and in any order, over a service that is killed: each transaction once', async ({
  signal,
}) => {
  const seed = 1 + Math.floor(Math.random() * 2 ** 31);
  const lines = [`seed ${seed}`];
  const say = (line: string): number => lines.push(line);
  const storm = await deliveryStorm({ deliveries: 2_000, kills: 1, senders: 32, seed, say, signal });
  expect(storm.problems, lines.join('\n')).toEqual([]);
}, 300_000);
