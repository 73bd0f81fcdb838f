import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestDatabase } from '../../support/testDatabase.ts';
import { createTestDatabase } from '../../support/testDatabase.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test('int8 and int8[] come back as bigint, and only here', async () => {
  const text = 'SELECT 9007199254740993::int8 AS one, ARRAY[1, -9223372036854775808]::int8[] AS many, 7::int4 AS four';
  const rows = await database.hot.query({ name: 'types', text }, []);
  expect(rows).toEqual([{ one: 9_007_199_254_740_993n, many: [1n, -9_223_372_036_854_775_808n], four: 7 }]);
});
