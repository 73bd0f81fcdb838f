import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../support/testDatabase.ts';
import { expectOneTruth } from './support/expectOneTruth.ts';
import type { TestEngine } from './support/signedEngine.ts';
import { storm } from './support/storm.ts';
import { STORM_ENGINES } from './support/stormEngines.ts';

const SEED = Number(process.env['SAGA_SEED'] ?? Math.floor(Math.random() * 1_000_000));

describe.each(Object.entries(STORM_ENGINES))('an engine with %s', (_, open) => {
  let database: TestDatabase;
  let engine: TestEngine;
  beforeEach(async () => {
    database = await createTestDatabase();
    engine = await open();
  });
  afterEach(async () => {
    await engine.close();
    await database.close();
  });

  test(`is told and tells one truth, whatever breaks (SAGA_SEED=${SEED})`, async () => {
    const { crashed, paused, stuck } = await storm(database, engine, { seed: SEED, redemptions: 200 });
    expect(stuck).toEqual([]);
    const { captured, voided } = await expectOneTruth(database, engine);
    console.info(`seed ${SEED}: ${captured} captured, ${voided} voided, ${paused} paused, killed`, crashed);
    expect(captured).toBeGreaterThan(50);
    expect(Math.min(...crashed.values())).toBeGreaterThan(0);
    expect(paused).toBeGreaterThan(0);
  }, 180_000);
});
