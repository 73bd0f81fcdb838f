import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
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
const MEMBER = { id: 'm-0001' };

async function run(file: string): Promise<{ child: ChildProcess; connector: LoyaltyConnector }> {
  const env = { ENGINE_SECRET: SIGNING_SECRET, ENGINE_FILE: file, PORT: '0' };
  const child = spawn(process.execPath, [EXAMPLE], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const baseUrl = line.split(' ').at(-1) ?? '';
  const http = createEngineHttp({ baseUrl, name: 'The example', allowPrivateAddresses: ['127.0.0.1'] });
  const settings = signedWebhookSettings.parse({ baseUrl, checkMemberId: MEMBER.id });
  const connector = createSignedWebhookConnector({ settings, secrets: { signingSecret: SIGNING_SECRET }, http });
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
