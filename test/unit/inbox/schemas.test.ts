import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { format, resolveConfig } from 'prettier';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isMessageType, MESSAGES } from '../../../src/inbox/messages.ts';
import { readMessage } from '../../../src/inbox/readMessage.ts';

const SCHEMAS = join(import.meta.dirname, '../../../schemas/webhooks');
const EXAMPLES = join(SCHEMAS, 'examples');
const examples = readdirSync(EXAMPLES).map((name) => ({ name, text: readFileSync(join(EXAMPLES, name), 'utf8') }));

const compiled = new Map<string, ValidateFunction>();

function ajvFor(type: string): ValidateFunction {
  const known = compiled.get(type);
  if (known !== undefined) return known;
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(join(SCHEMAS, `${type}.schema.json`), 'utf8')) as object);
  compiled.set(type, validate);
  return validate;
}

// Written anew by `vitest run -u`.
test.each(Object.entries(MESSAGES))('the published schema of %s is what the service checks', async (type, message) => {
  const file = join(SCHEMAS, `${type}.schema.json`);
  const json = JSON.stringify(z.toJSONSchema(message, { io: 'input' }));
  const options = await resolveConfig(file);
  await expect(await format(json, { ...options, filepath: file })).toMatchFileSnapshot(file);
});

test('there is an example of each type', () => {
  for (const type of Object.keys(MESSAGES)) expect(examples.map(({ name }) => name)).toContain(`${type}.json`);
});

describe.each(examples)('the example $name', ({ name, text }) => {
  const json = JSON.parse(text) as { type: string; data: Record<string, unknown> };

  test('is taken by the published schema and by the service', () => {
    expect(isMessageType(json.type) && name.startsWith(json.type)).toBe(true);
    expect(ajvFor(json.type)(json)).toBe(true);
    expect(readMessage(text)).toMatchObject({ status: 'message', message: { type: json.type } });
  });

  test.each([
    ['without a field', (data: Record<string, unknown>) => ({ ...data, transactionId: undefined })],
    ['with a field that nobody knows', (data: Record<string, unknown>) => ({ ...data, merchantID: 'acme' })],
    ['with an empty id', (data: Record<string, unknown>) => ({ ...data, transactionId: '' })],
    ['with an id of 129 characters', (data: Record<string, unknown>) => ({ ...data, transactionId: 'x'.repeat(129) })],
    ['with a control character', (data: Record<string, unknown>) => ({ ...data, transactionId: 'a\u0000b' })],
    ['with a number for an id', (data: Record<string, unknown>) => ({ ...data, transactionId: 7 })],
  ])('is refused by both %s', (_, change) => {
    const changed = { ...json, data: change(json.data) };
    expect(ajvFor(json.type)(changed)).toBe(false);
    expect(readMessage(JSON.stringify(changed))).toMatchObject({ status: 'bad', type: json.type });
  });

  test('may have ids of 128 characters of any script', () => {
    const changed = { ...json, data: { ...json.data, transactionId: '\u{1F600}'.repeat(128) } };
    expect(ajvFor(json.type)(changed)).toBe(true);
    expect(readMessage(JSON.stringify(changed))).toMatchObject({ status: 'message' });
  });
});

const paid = (amount: unknown) => ({
  type: 'transaction.recorded',
  timestamp: '2026-03-01T12:00:00Z',
  data: { transactionId: 't', memberId: 'm', kind: 'PURCHASE', amount, occurredAt: '2026-03-01T12:00:00Z' },
});
const isTaken = (message: object): boolean => ajvFor('transaction.recorded')(message);

describe('an amount', () => {
  test.each(['0', '12', '12.34', '0.001', '123456789012345', '007'])('may be %s', (amount) => {
    const message = paid({ amount, currencyCode: 'USD' });
    expect(isTaken(message)).toBe(true);
    expect(readMessage(JSON.stringify(message)).status).toBe('message');
  });

  test.each([12.34, '-1', '1e3', '1,5', '.5', '5.', ' 5', '', '1234567890123456', null])('never is %j', (amount) => {
    const message = paid({ amount, currencyCode: 'USD' });
    expect(isTaken(message)).toBe(false);
    expect(readMessage(JSON.stringify(message))).toMatchObject({
      status: 'bad',
      reason: expect.stringContaining('data.amount.amount'),
    });
  });

  test.each(['usd', 'US', 'DOLLAR', '', 840])('has no currency %j', (currencyCode) => {
    const message = paid({ amount: '1', currencyCode });
    expect(isTaken(message)).toBe(false);
    expect(readMessage(JSON.stringify(message))).toMatchObject({
      reason: expect.stringContaining('data.amount.currencyCode'),
    });
  });

  test('may be left out, or null', () => {
    expect(isTaken(paid(null))).toBe(true);
    expect(readMessage(JSON.stringify(paid(null))).status).toBe('message');
    expect(readMessage(JSON.stringify(paid(undefined))).status).toBe('message');
  });
});

test.each([
  ['', 'The body is not JSON.'],
  ['{', 'The body is not JSON.'],
  ['[]', 'The body'],
  ['null', 'The body'],
  ['{}', 'type'],
  ['{"type":7}', 'type'],
  [`{"type":"${'x'.repeat(256)}"}`, 'type'],
])('%s is no message', (body, reason) => {
  expect(readMessage(body)).toMatchObject({ status: 'bad', type: '', reason: expect.stringContaining(reason) });
});

test('a type that nobody knows is told, without what PostgreSQL cannot keep', () => {
  expect(readMessage('{"type":"member.joined"}')).toEqual({ status: 'unknown', type: 'member.joined' });
  expect(readMessage('{"type":"a\\u0000b"}')).toEqual({ status: 'unknown', type: 'a\uFFFDb' });
  expect(readMessage('{"type":"toString"}')).toEqual({ status: 'unknown', type: 'toString' });
});
