import { createServer as createSocketServer, type AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Config } from './config.ts';
import { StartupProblem } from './startupProblem.ts';

type Address = Pick<Config, 'host' | 'port'>;

/** Says that the port is taken before anything is set up; what takes it from now on is met by `listen`. */
export async function requireFreePort({ host, port }: Address): Promise<void> {
  // Who connects meanwhile would be waited for.
  const probe = createSocketServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject).listen({ host, port }, resolve);
  }).catch((error: unknown) => refusePort(host, port, error));
  await new Promise((resolve) => {
    probe.close(resolve);
  });
}

/** Listens, and gives the address, like http://127.0.0.1:4001. Throws StartupProblem. */
export async function listen(server: FastifyInstance, { host, port }: Address): Promise<string> {
  await server.listen({ host, port }).catch((error: unknown) => refusePort(host, port, error));
  const { port: found } = server.server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${found}`;
}

function refusePort(host: string, port: number, error: unknown): never {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') throw new StartupProblem(`PORT ${port} on ${host} is taken. Set another PORT.`, error);
  throw new StartupProblem(`PORT ${port} on HOST ${host} cannot be listened on: ${message}`, error);
}
