import { execFileSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { projectFile } from '../../../src/projectFile.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { build } from './support/build.ts';
import { askGraph, startService } from './support/service.ts';
import { startProgram } from './support/startProgram.ts';

beforeAll(build);

const second = (): number => Math.floor(Date.now() / 1000);

const CREATE_SOURCE = `mutation {
  createWebhookSource(input: { id: "shop", programId: "demo", name: "The shop" }) {
    ... on CreateWebhookSourceSuccess { secret }
  }
}`;
const EARNINGS = `{
  member: _entities(representations: [{ __typename: "Member", id: "m-0001" }]) {
    ... on Member { pointsAccount { earnings(first: 1) { nodes { transactionId points } } } }
  }
}`;

test('what the page about sending transactions says runs as written', async () => {
  const folder = await temporaryFolder();
  const service = await startService({ DATA_DIR: join(folder, 'data') });
  // In order, so that its PostgreSQL ends with it.
  onTestFinished(async () => {
    process.kill(service.pid, 'SIGTERM');
    await service.ended;
  });
  const created = await askGraph(service.url, CREATE_SOURCE);
  const { secret } = (created.body as { data: { createWebhookSource: { secret: string } } }).data.createWebhookSource;
  const environment = { WEBHOOK_SECRET: secret };
  // The shell's clock has whole seconds: the one in which the demo's rules began has to be over.
  const ready = second();
  await expect.poll(second, { timeout: 5_000 }).toBeGreaterThan(ready);
  symlinkSync(projectFile('examples'), join(folder, 'examples'));
  const page = readFileSync(projectFile('docs/sending-transactions.md'), 'utf8');
  const script = /```sh\n(now=.*?)\n```/s.exec(page)?.[1] ?? '';
  const asTyped = script.replace('whsec_…', secret).replace('http://127.0.0.1:4001', service.url);

  const shell = startProgram(['sh', '-c', asTyped], { folder });
  expect(await shell.ended).toMatchObject({ code: 0, output: expect.stringContaining('"applied"') as string });

  const compiling = '--ignoreConfig --module nodenext --target es2023 --types node --skipLibCheck true'.split(' ');
  const places = ['--typeRoots', projectFile('node_modules/@types'), '--outDir', folder];
  execFileSync(process.execPath, [
    projectFile('node_modules/typescript/bin/tsc'),
    ...compiling,
    ...places,
    projectFile('examples/sending/send.ts'),
  ]);
  const source = `${service.url}/webhooks/marketplace/shop`;
  const command = [process.execPath, join(folder, 'send.js'), source, 'msg-1', join(folder, 'purchase.json')];
  const sent = startProgram(command, { environment });
  expect(await sent.ended).toMatchObject({ code: 0, output: expect.stringContaining('"duplicate"') as string });

  const { body: answer } = await askGraph(service.url, EARNINGS);
  expect(answer).toMatchObject({
    data: { member: [{ pointsAccount: { earnings: { nodes: [{ transactionId: 'order-4712', points: 49 }] } } }] },
  });
}, 120_000);
