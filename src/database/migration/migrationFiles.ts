import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import { projectFile } from '../../projectFile.ts';

export interface MigrationFile {
  readonly name: string;
  readonly sql: string;
  /** As Prisma stores it: SHA-256 in hex. */
  readonly checksum: string;
}

const BASE = projectFile('prisma/migrations');

/** The migrations that this version of the code knows, in their order. */
export async function readMigrationFiles(): Promise<readonly MigrationFile[]> {
  const entries = await readdir(BASE, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(BASE, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/** The same as the schema engine wants to be told. */
export async function migrationList(files: readonly MigrationFile[]): Promise<MigrationList> {
  return {
    baseDir: BASE,
    lockfile: { path: 'migration_lock.toml', content: await readFile(join(BASE, 'migration_lock.toml'), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: files.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  };
}
