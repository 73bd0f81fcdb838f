import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { Pool } from 'pg';

/** Node has it; TypeScript's library for Node does not say so. */
declare const WebAssembly: {
  instantiate(code: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

/**
 * Prisma's schema engine as WebAssembly on connections of its own: the one that `prisma` would download is never
 * needed. The package's own entry imports a .wasm file, which Node does not do without a flag.
 */
export async function withSchemaEngine<Value>(
  connectionString: string,
  work: (engine: SchemaEngine) => Promise<Value>,
): Promise<Value> {
  await (loaded ??= load());
  const pool = new Pool({ connectionString, application_name: 'points-migrate' });
  pool.on('error', () => {});
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(wholeScripts(pool));
    const engine = await bindings.SchemaEngine.new({ datamodels: undefined }, () => {}, adapter);
    return await work(engine);
  } finally {
    await pool.end();
  }
}

// The bindings know one instance: a second one would read the first one's memory.
let loaded: Promise<void> | undefined;

async function load(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const code = await readFile(entry.replace(/\.js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(code, { './schema_engine_bg.js': imports() });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
}

function unreferencedTimeout(work: () => void, milliseconds: number): NodeJS.Timeout {
  return setTimeout(work, milliseconds).unref();
}

/** The engine leaves a timer of ten seconds behind, which would keep the process alive. */
function imports(): object {
  const timers = Object.keys(bindings).filter((name) => name.startsWith('__wbg_setTimeout'));
  return { ...bindings, ...Object.fromEntries(timers.map((name) => [name, unreferencedTimeout])) };
}

/** Prisma's adapter cuts a script at every semicolon, functions' bodies too; PostgreSQL reads a script as it is. */
function wholeScripts(pool: Pool): PrismaPg {
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    adapter.executeScript = async (script) => {
      await pool.query(script);
    };
    return adapter;
  };
  return factory;
}
