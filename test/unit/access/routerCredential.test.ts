import { describe, expect, test } from 'vitest';
import { createRouterCredential, ROUTER_SECRET_HEADER } from '../../../src/server/routerCredential.ts';

describe('the router’s credential', () => {
  const carries = createRouterCredential(['the old secret', 'the new secret']);

  test.each(['the old secret', 'the new secret'])('is %s', (secret) => {
    expect(carries({ [ROUTER_SECRET_HEADER]: secret })).toBe(true);
  });

  test.each([undefined, '', 'the old secre', 'the old secret ', 'THE OLD SECRET', 'the old secret, the new secret'])(
    'is not %j',
    (secret) => {
      expect(carries(secret === undefined ? {} : { [ROUTER_SECRET_HEADER]: secret })).toBe(false);
    },
  );

  test('is nothing where none is configured', () => {
    expect(createRouterCredential([])({ [ROUTER_SECRET_HEADER]: '' })).toBe(false);
  });
});
