import { z } from 'zod';
import { balanceChanged, earningAwarded, pointsMoved, redemptionSettled } from './messages.ts';
import * as wire from './wire.ts';

interface Operation {
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly description: string;
  readonly request: z.ZodType;
  readonly answer: z.ZodType;
}

const OPERATIONS: readonly Operation[] = [
  {
    path: '/balances',
    id: 'balances',
    summary: 'The balances of members',
    description: 'Changes nothing. A member whom the engine does not know is named, never answered with zero.',
    request: wire.balancesRequest,
    answer: wire.balancesAnswer,
  },
  {
    path: '/debits',
    id: 'debit',
    summary: 'Take points',
    description:
      'Once for a reference: the same reference with the same body is answered as the first time. ACCEPTED: it is decided later, and /debits/lookup tells how.',
    request: wire.debitRequest,
    answer: wire.debitAnswer,
  },
  {
    path: '/debits/lookup',
    id: 'lookupDebit',
    summary: 'What became of a debit',
    description: 'Changes nothing. Needed of engines that do not take a reference once, or that answer ACCEPTED.',
    request: wire.lookupRequest,
    answer: wire.lookupAnswer,
  },
  {
    path: '/reversals',
    id: 'reverse',
    summary: 'Give points of a debit back',
    description:
      'Once for a reference, never more than the debit took. An engine that cancels answers DONE for a debit that it does not know, and refuses that debit from then on.',
    request: wire.reversalRequest,
    answer: wire.reversalAnswer,
  },
  {
    path: '/earnings',
    id: 'earn',
    summary: 'Award points for a transaction by the rules of the engine',
    description:
      'Once for a reference. No rule that matches is DONE with "0" points. A refusal is not remembered: the same reference may come again when its cause is mended, and is decided anew.',
    request: wire.earningRequest,
    answer: wire.earningAnswer,
  },
  {
    path: '/history',
    id: 'history',
    summary: "A member's movements of a time",
    description: 'Changes nothing. Oldest first, page by page.',
    request: wire.historyRequest,
    answer: wire.historyAnswer,
  },
];

interface Message {
  readonly name: string;
  readonly id: string;
  readonly summary: string;
  readonly body: z.ZodType;
}

/** What the engine may send by itself; an engine that sends nothing is asked. */
const MESSAGES: readonly Message[] = [
  { name: 'points.moved', id: 'pointsMoved', summary: 'Points of a member moved', body: pointsMoved },
  {
    name: 'redemption.settled',
    id: 'redemptionSettled',
    summary: 'A debit or a reversal is decided',
    body: redemptionSettled,
  },
  {
    name: 'earning.awarded',
    id: 'earningAwarded',
    summary: 'Points were awarded for an earning',
    body: earningAwarded,
  },
  {
    name: 'balance.changed',
    id: 'balanceChanged',
    summary: 'The balance of a member is another one',
    body: balanceChanged,
  },
];

const ABOUT = `What an engine implements so that a program's points can live in it. Every call is a POST with a JSON body.

Requests and answers are signed by Standard Webhooks 1.0.0, scheme v1, with one shared secret. The webhook-id of an answer is "re_" and the webhook-id of its request. An answer that is not signed so is not believed.

A reference is the identity of a call: it is the same on every attempt. Whatever changes something must be stored before it is answered.

A refusal is a 200 or a 4xx with status REFUSED. 401 is a signature that is not accepted; 429, with Retry-After if possible, is a call that was not processed. Anything else is an unknown outcome, and is asked about or sent again as the engine's settings say.`;

/** The contract as OpenAPI 3.1, its schemas from the very ones that the connector reads and writes by. */
export function openapiDocument(): object {
  const schemas = Object.fromEntries([
    ...OPERATIONS.flatMap(({ id, request, answer }) => [
      [`${id}Request`, schemaOf(request)],
      [`${id}Answer`, schemaOf(answer)],
    ]),
    ...MESSAGES.map(({ id, body }) => [`${id}Message`, schemaOf(body)]),
  ]);
  const paths = Object.fromEntries(
    OPERATIONS.map((operation) => [operation.path, { post: operationObject(operation) }]),
  );
  return {
    openapi: '3.1.0',
    info: { title: 'A loyalty engine behind the points subgraph', version: '1.0.0', description: ABOUT },
    servers: [{ url: 'https://engine.example.com/points', description: 'The base URL in the settings.' }],
    paths,
    webhooks: Object.fromEntries(MESSAGES.map((message) => [message.name, { post: messageObject(message) }])),
    components: { schemas, parameters: parameters() },
  };
}

function operationObject({ id, summary, description }: Operation): object {
  const headers = Object.fromEntries(
    Object.entries(HEADERS).map(([name, text]) => [name, { required: true, description: text, schema: TEXT }]),
  );
  const answer = { description: 'What it came to.', headers, ...json(`${id}Answer`) };
  return {
    operationId: id,
    summary,
    description,
    parameters: Object.keys(HEADERS).map((name) => ({ $ref: `#/components/parameters/${name}` })),
    requestBody: { required: true, ...json(`${id}Request`) },
    responses: {
      '200': answer,
      '401': { description: 'The signature is not accepted. Nothing was processed.' },
      '422': { ...answer, description: 'A refusal, if the engine prefers to answer it by a 4xx.' },
      '429': { description: 'Too many calls. Nothing was processed.' },
    },
  };
}

/** To POST /webhooks/engines/{programId} of the points service. */
function messageObject({ id, summary }: Message): object {
  return {
    operationId: id,
    summary,
    description: 'Signed by v1 or v1a. Sent again until it is answered by 200 or 202, with the same webhook-id.',
    parameters: Object.keys(HEADERS).map((name) => ({ $ref: `#/components/parameters/${name}` })),
    requestBody: { required: true, ...json(`${id}Message`) },
    responses: {
      '200': { description: 'It has its effect, now or before.' },
      '202': { description: 'It is kept for a person: it is no message of the contract.' },
      '401': { description: 'The signature is not accepted.' },
      '503': { description: 'Send the same message again.' },
    },
  };
}

const TEXT = { type: 'string' };
const HEADERS: Readonly<Record<string, string>> = {
  'webhook-id': 'The same on every attempt. Of an answer: "re_" and that of the request.',
  'webhook-timestamp': 'Seconds since 1970 of this attempt. More than five minutes away is refused.',
  'webhook-signature':
    '"v1," and the base64 of HMAC-SHA256 over id.timestamp.body; several, with spaces, in a rotation.',
};

function json(name: string): object {
  return { content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } };
}

function parameters(): object {
  return Object.fromEntries(
    Object.entries(HEADERS).map(([name, description]) => [
      name,
      { name, in: 'header', required: true, description, schema: TEXT },
    ]),
  );
}

function schemaOf(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
}
