import { expect, it } from 'vitest';
import { createCompiledSets, createRuleHistory } from '../../../../src/earning/rules/ruleHistory.ts';

const at = new Date('2026-06-15T12:00:00Z');

it('compiles the rules of two hundred programs once, whoever of them has a transaction', () => {
  const compiled = createCompiledSets();
  const histories = Array.from({ length: 200 }, (_, index) =>
    createRuleHistory({ id: `program-${index}`, decimals: 0, timeZone: 'Etc/UTC' }, [], compiled),
  );
  const first = histories.map((history) => history.ruleSetAt(at));
  expect(histories.filter((history, index) => history.ruleSetAt(at) !== first[index])).toEqual([]);
});
