import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createEngineHttp } from '../../src/connectors/http/createEngineHttp.ts';
import type { LoyaltyConnector } from '../../src/connectors/loyaltyConnector.ts';
import { createSignedWebhookConnector } from '../../src/connectors/signedWebhook/createSignedWebhookConnector.ts';
import { signedWebhookSettings } from '../../src/connectors/signedWebhook/signedWebhookSettings.ts';
import { SIGNING_SECRET } from '../emulators/signedWebhook/startSignedEngine.ts';
import { aDebit, soon } from './contract/given.ts';

const EXAMPLE = fileURLToPath(new URL('../../examples/engine/engine.mjs', import.meta.url));
const WEBHOOK_SECRET = `whsec_${Buffer.from('the secret of its own messages!!').toString('base64')}`;
const MEMBER = { id: 'm-0001' };

async function run(
  file: string,
  more: Readonly<Record<string, string>> = {},
): Promise<{ child: ChildProcess; connector: LoyaltyConnector }> {
  const env = { ENGINE_SECRET: SIGNING_SECRET, ENGINE_FILE: file, PORT: '0', ...more };
  const child = spawn(process.execPath, [EXAMPLE], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const baseUrl = line.split(' ').at(-1) ?? '';
  const http = createEngineHttp({ baseUrl, name: 'The example', allowPrivateAddresses: ['127.0.0.1'] });
  const settings = signedWebhookSettings.parse({ baseUrl, checkMemberId: MEMBER.id });
  const secrets = { signingSecret: SIGNING_SECRET, webhookSecret: WEBHOOK_SECRET };
  const connector = createSignedWebhookConnector({ settings, secrets, http });
  return { child, connector };
}

async function stop({ child, connector }: Awaited<ReturnType<typeof run>>): Promise<void> {
  await connector.close();
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

it('runs by plain Node, and has not forgotten what it answered when it was killed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'example-engine-'));
  const file = join(folder, 'books.json');
  const first = await run(file);
  expect((await first.connector.check(soon())).map((step) => step.ok)).toEqual([true, true]);
  const debit = aDebit('120', MEMBER);
  const outcome = await first.connector.debit(debit, soon());
  expect(outcome.status).toBe('done');
  await stop(first);

  const second = await run(file);
  expect(await second.connector.debit(debit, soon())).toEqual(outcome);
  expect(await second.connector.balances([MEMBER], soon())).toMatchObject([{ available: '880' }]);
  await stop(second);
  await rm(folder, { recursive: true });
});

it('tells of an award by a message that the connector believes and understands', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'example-engine-'));
  const receiver = await startReceiver();
  const env = { WEBHOOK_URL: receiver.url, WEBHOOK_SECRET };
  const engine = await run(join(folder, 'books.json'), env);
  const reference = randomUUID();
  const amount = { amount: '12.5', currencyCode: 'USD' };
  const transaction = { member: MEMBER, reference, transactionId: 'order-1', kind: 'PURCHASE', amount } as const;
  const where = { category: null, merchantId: null, occurredAt: new Date() };
  expect(await engine.connector.earn?.({ ...transaction, ...where }, soon())).toMatchObject({ status: 'done' });
  await expect.poll(() => receiver.received, { timeout: 10_000 }).toHaveLength(1);
  const [{ headers, body }] = receiver.received as [Received];
  const message = { headers, body: Buffer.from(body), url: receiver.url, receivedAt: new Date() };
  expect(engine.connector.news?.(message)).toMatchObject({
    status: 'told',
    happenings: [
      { kind: 'earning', reference, points: '12.5', engineReference: 'm2' },
      { kind: 'balance', member: MEMBER },
    ],
  });
  await stop(engine);
  await receiver.close();
  await rm(folder, { recursive: true });
});

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

async function startReceiver(): Promise<{ url: string; received: Received[]; close: () => Promise<void> }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, received, close };
}
