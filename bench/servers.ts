import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, freePort, startChild } from './child.ts';
import { ENCRYPTION_KEY, ENGINE_PROGRAM } from './engine/openEngine.ts';
import { type Issuer, openIssuer } from './issuer.ts';
import { openConnection } from './load/httpConnection.ts';
import { PROGRAM } from './members.ts';
import type { Setting } from './setting.ts';

/** Where a contender listens, as a process of its own. */
export interface Server {
  readonly name: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly pid: number;
}

/** The servers that rows ask for; each is started when it is first asked for, and lives to the end. */
export interface Servers {
  /** The service itself as built, as in production: tokens of an issuer, its own PostgreSQL given. */
  service(): Promise<Server>;
  firstDraft(): Promise<Server>;
  floor(): Promise<Server>;
  close(): Promise<void>;
}

const program = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export function createServers(root: string, setting: Setting): Servers {
  const children: Child[] = [];
  let issuer: Issuer | null = null;
  const started = new Map<string, Promise<Server>>();

  const start = async (
    name: string,
    script: string,
    environment: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
    path = '/',
  ): Promise<Server> => {
    const port = await freePort();
    const url = new URL(`http://127.0.0.1:${port}${path}`);
    const child = await startChild(
      script,
      { NODE_ENV: 'production', PORT: port.toString(), ...environment },
      async () => answers(url, headers),
    );
    children.push(child);
    return { name, url, headers, pid: child.pid };
  };
  const once = async (name: string, starting: () => Promise<Server>): Promise<Server> => {
    const known = started.get(name) ?? starting();
    started.set(name, known);
    return known;
  };

  return {
    service: async () =>
      once('service', async () => {
        issuer = await openIssuer([PROGRAM.id, ENGINE_PROGRAM]);
        const environment = {
          DATABASE_URL: setting.serviceDatabase,
          AUTH_JWKS_URL: issuer.jwksUrl,
          AUTH_ISSUER: issuer.issuer,
          AUTH_AUDIENCE: issuer.audience,
          LOG_LEVEL: 'warn',
          ENCRYPTION_KEYS: ENCRYPTION_KEY,
          ENGINE_ALLOWED_ADDRESSES: '127.0.0.1',
        };
        const headers = { authorization: `Bearer ${issuer.token}` };
        return start('service', join(root, 'dist/main.js'), environment, headers, '/graphql');
      }),
    firstDraft: async () =>
      once('first draft', async () =>
        start('first draft', program('./firstDraft/main.js'), { FIRST_DRAFT_DATABASE_URL: setting.firstDraftDatabase }),
      ),
    floor: async () =>
      once('floor', async () =>
        start('floor', program('./floor/main.js'), { FLOOR_DATABASE_URL: setting.serviceDatabase }),
      ),
    async close() {
      await Promise.all(children.map(async (child) => child.stop()));
      await issuer?.close();
    },
  };
}

/** Whether anything answers there yet: a server that only tries whether the port is free takes connections too. */
async function answers(url: URL, headers: Readonly<Record<string, string>>): Promise<boolean> {
  const connection = await openConnection(url, headers).catch(() => null);
  if (connection === null) return false;
  const reply = await connection.post('{"query":"{ __typename }"}').catch(() => null);
  connection.close();
  return reply !== null;
}
