import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';
import type { OpenDatabase } from '../../src/database/openDatabase.ts';
import { openDatabase } from '../../src/database/openDatabase.ts';
import type { PrismaClient } from '../../src/database/openPrisma.ts';
import { openPrisma } from '../../src/database/openPrisma.ts';
import { TEMPLATE } from './globalSetup.ts';

/** A migrated database of one test's own, opened as the service opens it. */
export interface TestDatabase {
  readonly connectionString: string;
  readonly hot: OpenDatabase;
  readonly reads: OpenDatabase;
  readonly prisma: PrismaClient;
  /** Closes the connections and drops the database. */
  close(): Promise<void>;
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject('postgres');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(server, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY wal_log`);
  const url = new URL(server);
  url.pathname = name;
  const connectionString = url.href;
  const role = 'points_service';
  const hot = openDatabase({ connectionString, connections: 4, hot: true, role });
  const reads = openDatabase({ connectionString, connections: 6, role });
  const prisma = openPrisma(reads.pool);
  const close = async (): Promise<void> => {
    await prisma.$disconnect();
    await Promise.all([hot.close(), reads.close()]);
    await administer(server, `DROP DATABASE ${name} WITH (FORCE)`);
  };
  return { connectionString, hot, reads, prisma, close };
}

async function administer(connectionString: string, statement: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
