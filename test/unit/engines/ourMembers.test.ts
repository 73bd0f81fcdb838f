import { expect, test } from 'vitest';
import { mapMembers } from '../../../src/engines/mapMembers.ts';
import type { MemberMapping } from '../../../src/engines/memberMapping.ts';
import { ourMembers } from '../../../src/engines/ourMembers.ts';
import { noEngines } from '../../../src/engines/noEngines.ts';

const { members } = noEngines;
const template = (text: string): MemberMapping => ({ kind: 'TEMPLATE', template: text });

test.each<MemberMapping>([{ kind: 'SAME_ID' }, template('emp-{memberId}'), template('a.*(b|$1)[{memberId}]\\d+')])(
  'an id that was mapped comes back: %o',
  async (mapping) => {
    const ids = ['jane', 'a.b', '$&', '(x)'];
    const mapped = await mapMembers('club', mapping, members, ids);
    const there = mapped.map((member) => member?.id ?? '');
    expect(await ourMembers('club', mapping, members, there)).toEqual(ids);
  },
);

test('ids of others are nobody here', async () => {
  const mapping = template('emp-{memberId}-x');
  expect(await ourMembers('club', mapping, members, ['emp-', 'emp--x', 'emp-x', 'EMP-jane-x', 'emp-jane'])).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
  expect(await ourMembers('club', { kind: 'SAME_ID' }, members, ['x'.repeat(129), ''])).toEqual([null, null]);
});
