import { Client } from 'pg';

/** Does the work while no other process does work of the same number, on this database. The number is any, and fixed. */
export async function oneAtATime<Value>(
  connectionString: string,
  number: number,
  work: () => Promise<Value>,
): Promise<Value> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 10_000, application_name: 'points-lock' });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [number]);
    return await work();
  } finally {
    await client.end();
  }
}
