import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { pino } from 'pino';
import { readConfig } from './config.ts';
import type { Service } from './service.ts';
import { startService } from './service.ts';
import { StartupProblem } from './startupProblem.ts';

// Under npm a terminal's Ctrl-C reaches us twice: npm passes on what we have already got, late on a busy machine.
const SAME_SIGNAL_MILLISECONDS = 5_000;
/** What is not answered by then will not be. */
const DRAIN_MILLISECONDS = 30_000;

// On a machine with much memory V8 lets the heap double before it looks for garbage; a third more is soon enough.
setFlagsFromString('--heap-growing-percent=30');

async function main(): Promise<void> {
  const asked = askedToEnd();
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = readConfig(process.env);
  const logger = pino({ level: config.logLevel });
  // A library's mistake, for ours are found by lint. The books are PostgreSQL's to keep, so nothing is gained by dying.
  process.on('unhandledRejection', (reason) => logger.error({ err: reason }, 'A promise failed and nobody looked.'));
  const onLost = (error: unknown): void => {
    logger.fatal({ err: error }, 'PostgreSQL died and does not come back.');
    process.exitCode = 1;
    process.kill(process.pid, 'SIGTERM');
  };
  const service = await startService({ config, logger, onLost });
  announce(service);
  await asked;
  setTimeout(() => process.exit(1), DRAIN_MILLISECONDS).unref();
  await service.stop();
}

/** Resolves at the first SIGTERM or Ctrl-C, also while the service still starts. A second one ends us at once. */
async function askedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    let first: number | undefined;
    const onSignal = (): void => {
      first ??= performance.now();
      if (performance.now() - first > SAME_SIGNAL_MILLISECONDS) process.exit(1);
      resolve();
    };
    process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
  });
}

function announce({ url }: Service): void {
  const seconds = (performance.now() / 1000).toFixed(1);
  const query = JSON.stringify({ query: '{ programs { id name unitName } }' });
  const paste = `curl -s ${url}/graphql -H 'content-type: application/json' -d '${query}'`;
  console.log(`Ready at ${url}/graphql after ${seconds} s. Try: ${paste}`);
}

try {
  await main();
  process.exit();
} catch (error) {
  console.error(error instanceof StartupProblem ? error.message : error);
  process.exit(1);
}
