/**
 * The benchmarks. One run, one PostgreSQL, one table: each figure stands against a baseline that was measured next
 * to it, so that the machine's size and mood drop out of the ratio.
 */
import { cpus, loadavg } from 'node:os';
import type { Figure } from './figure.ts';
import { type Options, readOptions, type RowName, USAGE } from './options.ts';
import { earningFigures } from './rows/earning.ts';
import { entitiesFigures } from './rows/entities.ts';
import { enginesFigures } from './rows/engines.ts';
import { ledgerFigures } from './rows/ledger.ts';
import { memoryFigures } from './rows/memory.ts';
import { redeemPointsFigures } from './rows/redeemPoints.ts';
import { rulesFigures } from './rows/rules.ts';
import { startFigures } from './rows/start.ts';
import { createServers, type Servers } from './servers.ts';
import { openSetting, type Setting } from './setting.ts';
import { formatTable } from './table.ts';
import { requireGoodBooks } from './requireGoodBooks.ts';

const say = (text: string): boolean => process.stdout.write(`${text}\n`);

/** How many processes want a core: what else the machine is doing. */
const load = (): string => (loadavg()[0] ?? 0).toFixed(1);

type Row = (setting: Setting, servers: Servers, options: Options) => Promise<readonly Figure[]>;

const rows: Readonly<Record<RowName, Row>> = {
  'ledger-spread': async (setting) => ledgerFigures(setting, { hot: false, overOneByOne: 3, overPgbench: 1.3 }),
  'ledger-hot': async (setting) => ledgerFigures(setting, { hot: true, overOneByOne: 10, overPgbench: 10 }),
  'redeem-spread': async (setting, servers) =>
    redeemPointsFigures(setting, servers, { hot: false, rate: 2, tail: null }),
  'redeem-hot': async (setting, servers) => redeemPointsFigures(setting, servers, { hot: true, rate: 5, tail: 0.25 }),
  entities: entitiesFigures,
  earning: earningFigures,
  rules: rulesFigures,
  engines: enginesFigures,
  start: async (setting) => startFigures(process.cwd(), setting),
  memory: async (setting, servers, options) => memoryFigures(setting, servers, options.minutes),
};

/** Ctrl-C ends a run in order, so that no server stays behind. */
async function interrupted(): Promise<never> {
  return new Promise((_, reject) => {
    process.once('SIGINT', () => reject(new Error('interrupted')));
  });
}

async function main(options: Options): Promise<void> {
  const begin = performance.now();
  const loadBefore = load();
  const setting = await openSetting(process.cwd(), options.quick ? 3 : 5, options.quick ? 1_000 : 2_000);
  const servers = createServers(process.cwd(), setting);
  const figures: Figure[] = [];
  try {
    for (const name of options.rows) {
      say(`measuring ${name} …`);
      figures.push(...(await Promise.race([rows[name](setting, servers, options), interrupted()])));
    }
    await requireGoodBooks(setting);
  } finally {
    await servers.close();
    await setting.close();
  }
  const seconds = Math.round((performance.now() - begin) / 1000);
  say(`\n${formatTable(figures)}\n`);
  say(
    `Medians of ${setting.rounds} interleaved rounds of ${setting.milliseconds / 1000} s; a ratio is the median of the ` +
      `rounds' ratios. The books were verified after it.\nNode ${process.versions.node}, ${cpus().length} cores, ` +
      `load average ${loadBefore} before and ${load()} after, ${seconds} s in all.`,
  );
}

try {
  await main(readOptions(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof RangeError)) throw error;
  say(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
