import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { expect, test } from 'vitest';
import { hangUpOnClose } from '../../../src/server/hangUpOnClose.ts';

/** Opens a connection, writes something, and waits until the server has accepted it. */
async function open(app: FastifyInstance, words: string): Promise<Socket> {
  const accepted = once(app.server, 'connection');
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1').setEncoding('utf8');
  socket.write(words);
  await accepted;
  return socket;
}

test('closing hangs up on who asks nothing, and answers who did before it hangs up', async () => {
  const app = Fastify();
  hangUpOnClose(app);
  const hungUp: Promise<unknown>[] = [];
  app.get('/at-once', () => 'an answer');
  app.get('/later', async () => {
    // Behind the others, so the server is closing by now.
    await Promise.all(hungUp);
    return 'a late answer';
  });
  await app.listen({ host: '127.0.0.1', port: 0 });

  const silent = await open(app, '');
  const stammering = await open(app, 'GET /at-once HTTP/1.1\r\nhost: test\r\n\r\n');
  await once(stammering, 'data');
  stammering.write('GET /at-once HTTP/1.1\r\nhost:');
  for (const socket of [silent, stammering]) hungUp.push(once(socket.resume(), 'close'));

  const asked = once(app.server, 'request');
  const patient = await open(app, 'GET /later HTTP/1.1\r\nhost: test\r\n\r\n');
  await asked;
  const answered = patient.toArray();
  await app.close();
  expect((await answered).join('')).toMatch(
    /^HTTP\/1\.1 200 OK\r\n(?:.*\r\n)*connection: close\r\n(?:.*\r\n)*\r\na late answer$/i,
  );
});
