import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngineHttp } from '../../../src/connectors/http/createEngineHttp.ts';
import type { LoyaltyConnector } from '../../../src/connectors/loyaltyConnector.ts';
import { createPlumConnector } from '../../../src/connectors/plum/createPlumConnector.ts';
import { plumSettings } from '../../../src/connectors/plum/plumSettings.ts';
import { aDebit, aReversal, soon } from '../../connectors/contract/given.ts';
import { serve, type TestServer } from '../../connectors/http/support.ts';
import { type Name, startStorefront, TOKEN, type TestStorefront } from './startStorefront.ts';

/** The program that the connector reaches has two decimals. */
const PROGRAM = 'cents';

let shop: TestStorefront;
let door: TestServer;
let connector: LoyaltyConnector;

beforeAll(async () => {
  shop = await startStorefront();
  door = await serve((request, response) => {
    const pass = async (): Promise<void> => {
      const { http, body } = await shop.post(PROGRAM, (request.url ?? '/').slice(1) as Name, await text(request));
      response.writeHead(http, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    pass().catch(() => response.destroy());
  });
  const http = createEngineHttp({ baseUrl: door.url, name: 'Another one of us', allowPrivateAddresses: ['127.0.0.1'] });
  const settings = plumSettings.parse({ baseUrl: door.url });
  connector = createPlumConnector({ settings, secrets: { authToken: TOKEN }, http });
});
afterAll(async () => {
  await connector.close();
  await door.close();
  await shop.close();
});

test('the endpoints that we host are an engine that we can call', async () => {
  const member = { id: await shop.member(PROGRAM, '1000') };
  expect((await connector.check(soon())).map((step) => step.ok)).toEqual([true]);
  const [balance, stranger] = await connector.balances([member, { id: 'nobody-here' }], soon());
  expect([balance, stranger]).toEqual([{ available: '1000', pending: '0' }, null]);

  const debit = aDebit('348.55', member);
  expect(await connector.debit(debit, soon())).toMatchObject({ status: 'done' });
  expect(await connector.debit(debit, soon())).toMatchObject({ status: 'done' });
  expect(await connector.debit({ ...debit, points: '1' }, soon())).toMatchObject({ reason: 'REFERENCE_CONFLICT' });
  expect(await connector.debit(aDebit('651.46', member), soon())).toMatchObject({ reason: 'INSUFFICIENT_POINTS' });
  expect(await connector.debit(aDebit('1', { id: 'nobody-here' }), soon())).toMatchObject({ reason: 'MEMBER_UNKNOWN' });

  // Two refunds of the same amount are two, and each of them is done once.
  for (const refund of [aReversal(debit, null, '100'), aReversal(debit, null, '100')]) {
    expect(await connector.reverse?.(refund, soon())).toMatchObject({ status: 'done' });
    expect(await connector.reverse?.(refund, soon())).toMatchObject({ status: 'done' });
  }
  expect(await connector.reverse?.(aReversal(debit, null, '148.56'), soon())).toMatchObject({
    reason: 'NOT_REVERSIBLE',
  });
  expect(await shop.balanceOf(PROGRAM, member.id)).toBe(85_145n);
});
