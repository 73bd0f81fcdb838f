import { expect } from 'vitest';
import type { TestDatabase } from '../../../support/testDatabase.ts';
import { readTruth, type Truth } from './readTruth.ts';
import type { TestEngine } from './signedEngine.ts';

/** We, our books and the engine's own say one and the same. See readTruth. */
export async function expectOneTruth(database: TestDatabase, engine: TestEngine): Promise<Truth> {
  const truth = await readTruth(database, engine);
  expect(truth.wrong, 'what we say is not what the engine did').toEqual([]);
  expect(truth.doubled, 'taken more than once').toEqual([]);
  expect(truth.unknown, 'taken and not known').toEqual([]);
  expect(truth.stuck, 'stuck').toEqual([]);
  expect(truth.drift, 'our books repeat something else').toEqual([]);
  return truth;
}
