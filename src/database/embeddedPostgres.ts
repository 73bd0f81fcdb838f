import { mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StartupProblem } from '../startupProblem.ts';
import { CLUSTER_USER, clusterFolder, createCluster, findCluster } from './embedded/cluster.ts';
import type { Cluster } from './embedded/cluster.ts';
import { lockDataFolder } from './embedded/dataFolderLock.ts';
import { postgresBinaries } from './embedded/postgresBinaries.ts';
import { postgresUser } from './embedded/postgresUser.ts';
import { findPostmaster, signalPostmaster, startPostmaster, stopPostmaster } from './embedded/postmaster.ts';
import type { Postmaster, PostmasterOptions } from './embedded/postmaster.ts';

export interface EmbeddedPostgresOptions {
  /** Made if missing; PostgreSQL's files go to its folder "postgres". */
  readonly dataDir: string;
  /** False: a power cut may lose everything, for tests. */
  readonly durable?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
  /** Told when it died and does not come back. */
  readonly onLost?: (error: unknown) => void;
}

export interface EmbeddedPostgres {
  readonly connectionString: string;
  /** Stops it in order and gives the data folder free. */
  stop(): Promise<void>;
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  jit: 'off',
};
const NOT_DURABLE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
const LOG_LIMIT = 10_000_000;

/**
 * Runs the PostgreSQL that npm brought on the data folder, and runs it again if it dies. One that a killed service
 * left behind is taken over. Throws DataFolderInUse, and StartupProblem when it cannot run.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, durable = true } = options;
  const unlock = await openDataFolder(dataDir);
  try {
    const user = await postgresUser(clusterFolder(dataDir));
    const binaries = await postgresBinaries(user);
    const cluster = (await findCluster(dataDir)) ?? (await createCluster(dataDir, binaries, user, durable));
    const logFile = join(dataDir, 'postgres.log');
    await turnOver(logFile);
    const settings = { ...SETTINGS, ...(durable ? {} : NOT_DURABLE), ...options.settings };
    const { port, stop } = await supervise(
      { binaries, user, folder: cluster.folder, logFile, settings },
      options.onLost ?? (() => {}),
    );
    return {
      connectionString: connectionStringOf(cluster, port),
      stop: async () => {
        await stop();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function openDataFolder(dataDir: string): Promise<() => Promise<void>> {
  try {
    await mkdir(dataDir, { recursive: true });
    return await lockDataFolder(dataDir);
  } catch (error) {
    if (error instanceof StartupProblem) throw error;
    throw new StartupProblem(`DATA_DIR ${dataDir} cannot be used: ${(error as Error).message}`, error);
  }
}

/** The PostgreSQL of a service that runs on this data folder; null: none does. */
export async function findEmbeddedPostgres(dataDir: string): Promise<string | null> {
  const cluster = await findCluster(dataDir);
  const postmaster = cluster === null ? null : await findPostmaster(cluster.folder);
  return cluster === null || postmaster === null ? null : connectionStringOf(cluster, postmaster.port);
}

function connectionStringOf(cluster: Cluster, port: number): string {
  return `postgresql://${CLUSTER_USER}:${cluster.password}@127.0.0.1:${port}/postgres`;
}

async function supervise(
  options: PostmasterOptions,
  onLost: (error: unknown) => void,
): Promise<{ port: number; stop: () => Promise<void> }> {
  let postmaster: Postmaster = (await findPostmaster(options.folder)) ?? (await startPatiently(options));
  const { port } = postmaster;
  let stopping = false;
  // However we end, short of being killed outright, it does not stay behind.
  const endWithUs = (): void => signalPostmaster(postmaster, 'SIGINT');
  process.once('exit', endWithUs);
  const watch = async (): Promise<void> => {
    for (;;) {
      await postmaster.exited;
      if (stopping) return;
      postmaster = await startPatiently({ ...options, port });
    }
  };
  const watching = watch().catch(onLost);
  return {
    port,
    stop: async () => {
      stopping = true;
      await stopPostmaster(postmaster);
      await watching;
      process.off('exit', endWithUs);
    },
  };
}

/** The sessions of a killed server take a moment to notice, and the next one waits for them. */
async function startPatiently(options: PostmasterOptions): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startPostmaster(options);
    } catch (error) {
      const passing = error instanceof StartupProblem && /shared memory|lock file|could not bind/i.test(error.message);
      if (!passing || attempt === 20) throw error;
      await delay(250);
    }
  }
}

async function turnOver(logFile: string): Promise<void> {
  const size = await stat(logFile).then(
    (file) => file.size,
    () => 0,
  );
  if (size > LOG_LIMIT) await rename(logFile, `${logFile}.1`);
}
