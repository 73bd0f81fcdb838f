import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { StartupProblem } from '../../startupProblem.ts';
import { startOf } from './processIdentity.ts';

interface Holder {
  readonly pid: number;
  readonly start: string | null;
  readonly token: string;
}

/** Somebody else, alive, uses the data folder. */
export class DataFolderInUse extends StartupProblem {
  readonly pid: number;
  constructor(dataDir: string, pid: number) {
    super(`The data folder ${resolve(dataDir)} is in use by process ${pid}. Stop it, or set another DATA_DIR.`);
    this.name = 'DataFolderInUse';
    this.pid = pid;
  }
}

/**
 * Makes this process the data folder's only user, and gives what ends that. A process that died without a word leaves
 * its file behind, which counts as long as that very process lives. Throws DataFolderInUse.
 */
export async function lockDataFolder(dataDir: string): Promise<() => Promise<void>> {
  const file = join(dataDir, 'service.lock');
  const mine: Holder = { pid: process.pid, start: startOf(process.pid), token: randomUUID() };
  const draft = `${file}.${mine.token}`;
  await writeFile(draft, JSON.stringify(mine));
  try {
    // A link either makes the whole file or fails because there is one: nobody ever sees half a lock.
    while (!(await linked(draft, file))) await removeStale(file, dataDir);
  } finally {
    await rm(draft, { force: true });
  }
  return async () => {
    if ((await readHolder(file))?.token === mine.token) await rm(file, { force: true });
  };
}

async function removeStale(file: string, dataDir: string): Promise<void> {
  const holder = await readHolder(file);
  if (holder === null) return;
  if (isAlive(holder)) throw new DataFolderInUse(dataDir, holder.pid);
  // Between the look and the move another start may have put its own lock here: then it goes back.
  const aside = `${file}.${randomUUID()}`;
  await rename(file, aside).catch(() => {});
  const moved = await readHolder(aside);
  if (moved !== null && moved.token !== holder.token) await linked(aside, file);
  await rm(aside, { force: true });
}

function isAlive(holder: Holder): boolean {
  return holder.start !== null && startOf(holder.pid) === holder.start;
}

async function linked(from: string, to: string): Promise<boolean> {
  return link(from, to).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
}

async function readHolder(file: string): Promise<Holder | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as Holder);
}
