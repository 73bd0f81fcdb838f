import { describe, expect, test } from 'vitest';
import { runCompatibilitySuite } from './compatibility/runCompatibilitySuite.ts';

// The tests' names are the suite's, so it runs before Vitest asks for them.
const results = await runCompatibilitySuite();

describe("Apollo's subgraph compatibility suite", () => {
  test('runs whole', () => {
    expect(results).toHaveLength(23);
  });

  for (const { name, passed, failure } of results) {
    test(name, () => {
      if (!passed) throw new Error(failure);
    });
  }
});
