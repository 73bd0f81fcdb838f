import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { format } from 'prettier';
import { expect, it } from 'vitest';
import { createEngineHttp } from '../../src/connectors/http/createEngineHttp.ts';
import { createSignedWebhookConnector } from '../../src/connectors/signedWebhook/createSignedWebhookConnector.ts';
import { openapiDocument } from '../../src/connectors/signedWebhook/openapiDocument.ts';
import { signedWebhookSettings } from '../../src/connectors/signedWebhook/signedWebhookSettings.ts';
import { SIGNING_SECRET, startSignedEngine } from '../emulators/signedWebhook/startSignedEngine.ts';
import { JANE, JOHN, NOBODY } from './contract/engineUnderTest.ts';
import { aDebit, aReversal, soon } from './contract/given.ts';

const FILE = '../../docs/openapi/engine-webhook.json';

it('is published as the connector speaks it: run with -u to publish a change', async () => {
  const json = await format(JSON.stringify(openapiDocument()), { parser: 'json', printWidth: 120 });
  await expect(json).toMatchFileSnapshot(FILE);
});

it('is what goes over the wire, both ways', async () => {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  ajv.addSchema(openapiDocument(), 'contract');
  const seen: string[] = [];
  const check = (path: string, kind: 'Request' | 'Answer', body: string): void => {
    const operation = `contract#/paths/${path.replaceAll('/', '~1')}/post`;
    const place = kind === 'Request' ? 'requestBody' : 'responses/200';
    const validate = ajv.compile({ $ref: `${operation}/${place}/content/application~1json/schema` });
    expect(validate(JSON.parse(body)), `${path}: ${body} ${ajv.errorsText(validate.errors)}`).toBe(true);
    seen.push(`${path} ${kind}`);
  };

  const engine = await startSignedEngine();
  engine.tamper = (call, answer) => {
    check(call.path, 'Request', call.raw);
    check(call.path, 'Answer', answer.body);
    return answer;
  };
  engine.books.open(JANE.id, '1000');
  const baseUrl = engine.emulator.url;
  const connector = createSignedWebhookConnector({
    settings: signedWebhookSettings.parse({ baseUrl, certainty: 'lookup' }),
    secrets: { signingSecret: SIGNING_SECRET },
    http: createEngineHttp({ baseUrl, name: 'The engine', allowPrivateAddresses: ['127.0.0.1'] }),
  });
  const debit = aDebit('12.5');
  const outcomes = [
    ...(await connector.balances([JANE, JOHN], soon())),
    await connector.debit(debit, soon()),
    await connector.debit(aDebit('5000'), soon()),
    await connector.debit(aDebit('1', NOBODY), soon()),
    await connector.lookup?.(debit, soon()),
    await connector.lookup?.(aDebit(), soon()),
    await connector.reverse?.(aReversal(debit, null, '2.5'), soon()),
    await connector.reverse?.(aReversal(debit, null), soon()),
    await connector.earn?.(
      {
        member: JANE,
        reference: 'order 7 of the café',
        transactionId: 'order 7',
        kind: 'PURCHASE',
        amount: { amount: '25', currencyCode: 'USD' },
        category: null,
        merchantId: null,
        occurredAt: new Date(),
      },
      soon(),
    ),
    await connector.history?.(JANE, new Date(Date.now() - 60_000), new Date(Date.now() + 60_000), soon()),
  ];
  expect(outcomes.filter((outcome) => outcome instanceof Error)).toEqual([]);
  const statuses = outcomes.map((outcome) => (outcome && 'status' in outcome ? outcome.status : null));
  const expected = ['done', 'refused', 'refused', 'found', 'absent', 'done', 'refused', 'done'];
  expect(statuses.filter((status) => status !== null)).toEqual(expected);
  expect(new Set(seen).size).toBe(12);
  await connector.close();
  await engine.emulator.close();
});
