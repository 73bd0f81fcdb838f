import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { StartupProblem } from '../../startupProblem.ts';
import { folderOf, startOf } from './processIdentity.ts';
import type { PostgresBinaries } from './postgresBinaries.ts';
import type { PostgresUser } from './postgresUser.ts';

/** A running PostgreSQL server. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Resolves when it is gone, for whatever reason. */
  readonly exited: Promise<void>;
}

export interface PostmasterOptions {
  readonly binaries: PostgresBinaries;
  readonly user: PostgresUser;
  /** The real path of the cluster. */
  readonly folder: string;
  readonly logFile: string;
  readonly port?: number | undefined;
  readonly settings: Readonly<Record<string, string>>;
}

const POLL_MS = 20;

/**
 * How PostgreSQL calls its data folder. It is started inside of it and told "here", because it may not be allowed to
 * walk the path to it: root's clone is closed to the user that PostgreSQL runs as.
 */
export const dataArgument = (folder: string): string => (process.platform === 'linux' ? '/proc/self/cwd' : folder);

/** Starts the server in a process group of its own, so that a terminal's Ctrl-C is ours to handle; waits until it is ready. */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const { binaries, user, folder, logFile, settings } = options;
  const port = options.port ?? (await freePort());
  const log = await open(logFile, 'a');
  const from = (await log.stat()).size;
  const args = ['-D', dataArgument(folder), '-p', String(port)];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const child = spawn(binaries.postgres, args, {
    ...user.ids,
    cwd: folder,
    env: { LC_ALL: 'C', TZ: 'UTC' },
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  let gone = false;
  const exited = new Promise<void>((resolve) => {
    const end = (): void => {
      gone = true;
      resolve();
    };
    child.once('exit', end).once('error', end);
  });
  await log.close();
  child.unref();
  for (;;) {
    const found = await readPidFile(folder);
    if (found?.pid === child.pid && found?.ready === true) return { pid: found.pid, port, exited };
    if (gone) break;
    await delay(POLL_MS);
  }
  const said = (await readFile(logFile, 'utf8')).slice(from).trim();
  throw new StartupProblem(`The embedded PostgreSQL did not start: ${said}`);
}

/** A server that still runs on this folder because its starter was killed; null: there is none. */
export async function findPostmaster(folder: string): Promise<Postmaster | null> {
  for (;;) {
    const found = await readPidFile(folder);
    if (found === null) return null;
    const start = startOf(found.pid);
    if (start === null) return null;
    if (folderOf(found.pid) !== folder) {
      // The number now belongs to somebody else, whom PostgreSQL would take for its predecessor.
      await rm(`${folder}/postmaster.pid`, { force: true });
      return null;
    }
    if (found.ready) return { pid: found.pid, port: found.port, exited: untilGone(found.pid, start) };
    await delay(POLL_MS);
  }
}

/** Ends it in order: sessions are broken off, the books are on disk. */
export async function stopPostmaster(postmaster: Postmaster): Promise<void> {
  signalPostmaster(postmaster, 'SIGINT');
  const patience = new AbortController();
  const impatient = delay(60_000, undefined, { signal: patience.signal }).then(
    // It recovers from its log at the next start.
    () => signalPostmaster(postmaster, 'SIGQUIT'),
    () => {},
  );
  await postmaster.exited;
  patience.abort();
  await impatient;
}

export function signalPostmaster({ pid }: Postmaster, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function untilGone(pid: number, start: string): Promise<void> {
  while (startOf(pid) === start) await delay(200, undefined, { ref: false });
}

interface PidFile {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

async function readPidFile(folder: string): Promise<PidFile | null> {
  const text = await readFile(`${folder}/postmaster.pid`, 'utf8').catch(() => '');
  const [pid = '', , , port = '', , , , status = ''] = text.split('\n');
  return /^\d+$/.test(pid) ? { pid: Number(pid), port: Number(port), ready: status.trim() === 'ready' } : null;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
