import { fileURLToPath } from 'node:url';
import { createEngineStore } from '../../src/database/createEngineStore.ts';
import { openDatabase } from '../../src/database/openDatabase.ts';
import { ownerOfEngine } from '../../src/engines/engineStore.ts';
import { createSealer } from '../../src/secrets/createSealer.ts';
import { parseEncryptionKey } from '../../src/secrets/encryptionKey.ts';
import { freePort, startChild } from '../child.ts';
import { openConnection } from '../load/httpConnection.ts';

/** How the engine is from now on. */
export interface EngineState {
  /** Milliseconds from a call to its answer. */
  readonly latency: number;
  /** It takes calls and answers none. */
  readonly isSilent: boolean;
}

export interface BenchEngine {
  readonly url: URL;
  /** Changes how it is, and gives the most calls that were open at once since the last change. */
  become(state: EngineState): Promise<number>;
  close(): Promise<void>;
}

/** A program whose points live in the engine. */
export const ENGINE_PROGRAM = 'bench-engine';
export const ENGINE_MEMBERS = 1_000;
export const ENGINE_SECRET = `whsec_${Buffer.from('the signing secret of the bench!').toString('base64')}`;
/** What the service seals secrets with. */
export const ENCRYPTION_KEY = `bench:${Buffer.alloc(32, 'bench').toString('base64')}`;

/** Starts the engine, and makes it a program's. It is asked for one member a call. */
export async function openEngine(connectionString: string): Promise<BenchEngine> {
  const port = await freePort();
  const url = new URL(`http://127.0.0.1:${port}/`);
  const script = fileURLToPath(new URL('./main.js', import.meta.url));
  const child = await startChild(
    script,
    { PORT: port.toString(), ENGINE_SECRET, ENGINE_MEMBERS: ENGINE_MEMBERS.toString() },
    async () => answers(url),
  );
  await configure(connectionString, url).catch(async (error: unknown) => {
    await child.stop();
    throw error;
  });
  return { url, become: async (state) => become(url, state), close: async () => child.stop() };
}

async function configure(connectionString: string, url: URL): Promise<void> {
  const database = openDatabase({ connectionString, connections: 1 });
  const key = parseEncryptionKey(ENCRYPTION_KEY);
  try {
    await database.query({ name: 'bench_engine_program', text: PROGRAM }, [ENGINE_PROGRAM]);
    const sealed = createSealer(key === null ? [] : [key])?.seal(
      ownerOfEngine(ENGINE_PROGRAM),
      JSON.stringify({ signingSecret: ENGINE_SECRET }),
    );
    const isAdded = await createEngineStore(database).add(
      {
        programId: ENGINE_PROGRAM,
        kind: 'signed-webhook',
        settings: { baseUrl: url.href, balancesAtOnce: 1 },
        settingsVersion: 1,
        mapping: { kind: 'SAME_ID' },
        acceptsUncertainty: false,
        changedBy: 'bench',
        sealed: sealed ?? '',
      },
      0,
      null,
    );
    if (!isAdded) throw new Error('the program has an engine');
  } finally {
    await database.close();
  }
}

const PROGRAM = `
  INSERT INTO program (id, name, unit_name, decimals, time_zone, expiry_months, refund_grace_days, opens_accounts)
  VALUES ($1, 'Bench engine', 'points', 2, 'UTC', 12, 30, true)`;

async function become(url: URL, state: EngineState): Promise<number> {
  const connection = await openConnection(new URL('/state', url), {});
  try {
    const { body } = await connection.post(JSON.stringify(state));
    return (JSON.parse(body) as { readonly peak: number }).peak;
  } finally {
    connection.close();
  }
}

async function answers(url: URL): Promise<boolean> {
  const connection = await openConnection(url, {}).catch(() => null);
  connection?.close();
  return connection !== null;
}
