import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface CuttingProxy {
  readonly connectionString: string;
  close(): Promise<void>;
}

/** Stands in front of a PostgreSQL and passes everything on, but hangs up on the client instead of answering a word. */
export async function startCuttingProxy(connectionString: string, word: string): Promise<CuttingProxy> {
  const target = new URL(connectionString);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
    upstream.pipe(client);
    client.on('data', (data) => {
      if (data.includes(word)) {
        upstream.unpipe(client);
        upstream.once('data', () => client.destroy()).resume();
      }
      upstream.write(data);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(connectionString);
  url.port = String((server.address() as AddressInfo).port);
  return {
    connectionString: url.href,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
