import { access, constants, readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

const DISTRIBUTION = '/usr/lib/postgresql';

/** Where pgbench is: on the PATH, or where Debian keeps PostgreSQL's programs, the newest first; null: nowhere. */
export async function findPgbench(): Promise<string | null> {
  const versions = await readdir(DISTRIBUTION).catch(() => []);
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(DISTRIBUTION, version, 'bin')),
  ];
  for (const folder of folders) {
    const file = join(folder, 'pgbench');
    if (await isExecutable(file)) return file;
  }
  return null;
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
