import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { withDeadline } from '../../../src/connectors/http/deadline.ts';
import type { EngineTls } from '../../../src/connectors/http/engineHttp.ts';
import { AUTHORITY, CLIENT_CERT, CLIENT_KEY, SERVER_CERT, SERVER_KEY } from './certificates.ts';
import { open, REQUEST } from './support.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function call(host: string, tls: EngineTls, options: ServerOptions = {}) {
  const server = createServer({ cert: SERVER_CERT, key: SERVER_KEY, ...options }, (_, response) => {
    response.end('{"said":"done"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const http = open(`https://${host}:${(server.address() as AddressInfo).port}`, { tls });
  closing.push(
    async () => http.close(),
    () => server.close(),
  );
  return http.call(REQUEST, withDeadline(20_000));
}

it('believes a certificate of the authority that it was given', async () => {
  expect(await call('localhost', { ca: AUTHORITY })).toMatchObject({ status: 'answered' });
});

it.each([
  ['an authority that it does not know', 'localhost', {}, /authority/],
  ['another name', '127.0.0.1', { ca: AUTHORITY }, /another name/],
])('sends nothing to a certificate of %s', async (_, host, tls, words) => {
  expect(await call(host, tls)).toMatchObject({ status: 'notSent', words: expect.stringMatching(words) });
});

it('shows its own certificate to an engine that asks for one', async () => {
  const mutual = { requestCert: true, rejectUnauthorized: true, ca: AUTHORITY };
  const tls = { ca: AUTHORITY, cert: CLIENT_CERT, key: CLIENT_KEY };
  expect(await call('localhost', tls, mutual)).toMatchObject({ status: 'answered' });
  expect((await call('localhost', { ca: AUTHORITY }, mutual)).status).not.toBe('answered');
});
