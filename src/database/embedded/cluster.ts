import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, chown, mkdir, open, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupProblem } from '../../startupProblem.ts';
import type { PostgresBinaries } from './postgresBinaries.ts';
import type { PostgresUser } from './postgresUser.ts';
import { dataArgument } from './postmaster.ts';

/** PostgreSQL's files, and the password of its one user. */
export interface Cluster {
  /** Its real path. */
  readonly folder: string;
  readonly password: string;
}

export const CLUSTER_USER = 'points';
export const clusterFolder = (dataDir: string): string => join(dataDir, 'postgres');
const passwordFile = (dataDir: string): string => join(dataDir, 'postgres.password');

/** The data folder's cluster; null: it has none yet. */
export async function findCluster(dataDir: string): Promise<Cluster | null> {
  const folder = await realpath(clusterFolder(dataDir)).catch(() => null);
  if (folder === null) return null;
  const password = await readFile(passwordFile(dataDir), 'utf8').catch((error: unknown) => {
    throw new StartupProblem(`${passwordFile(dataDir)} cannot be read: the embedded PostgreSQL needs it.`, error);
  });
  return { folder, password: password.trim() };
}

/** Makes the cluster under another name and renames it when it is whole: a start that is killed leaves no half of one. */
export async function createCluster(
  dataDir: string,
  binaries: PostgresBinaries,
  user: PostgresUser,
  durable: boolean,
): Promise<Cluster> {
  const folder = clusterFolder(dataDir);
  const draft = `${folder}.new`;
  const { uid, gid } = user.ids;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  const password = randomBytes(24).toString('base64url');
  await writeFile(passwordFile(dataDir), `${password}\n`, { mode: 0o600 });
  await chmod(passwordFile(dataDir), 0o600);
  for (const path of [draft, passwordFile(dataDir)]) {
    if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
  }
  await initialize(binaries.initdb, await realpath(draft), passwordFile(dataDir), user, durable);
  await rename(draft, folder);
  return { folder: await realpath(folder), password };
}

async function initialize(
  initdb: string,
  folder: string,
  password: string,
  user: PostgresUser,
  durable: boolean,
): Promise<void> {
  const file = await open(password);
  const child = spawn(
    initdb,
    [
      '-D',
      dataArgument(folder),
      `--username=${CLUSTER_USER}`,
      `--pwfile=${process.platform === 'linux' ? '/dev/stdin' : password}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-instructions',
      ...(durable ? [] : ['--no-sync']),
    ],
    { ...user.ids, cwd: folder, env: { LC_ALL: 'C', TZ: 'UTC' }, stdio: [file.fd, 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  await file.close();
  if (code !== 0) throw new StartupProblem(`The embedded PostgreSQL could not be set up: ${said.trim()}`);
}
