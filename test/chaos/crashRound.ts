import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../../src/demo/random.ts';
import { type BuiltService, startBuiltService } from './builtService.ts';
import type { CrashKind } from './crashKinds.ts';
import type { Load } from './load.ts';
import { serverOf, sessionOf } from './ourPostgres.ts';

/** What the rounds have in common. */
export interface Stage {
  readonly dataDir: string;
  readonly random: Random;
  readonly load: Load;
  /** Ends everything at once. */
  readonly signal: AbortSignal;
  /** The service, once it is there again. */
  service: Promise<BuiltService>;
}

/** So long may nothing at all come back on a machine that does much else. Not a figure: only an end. */
const HANGS = 120_000;

/** Kills at a random moment under load, and sees to it that callers are answered again. Gives a line about it. */
export async function crashRound(stage: Stage, kind: CrashKind): Promise<string> {
  const { dataDir, random, load, signal } = stage;
  await until(stage, load.answers(random.between(100, 600)));
  const service = await stage.service;
  const victim = kind === 'service' ? null : await (kind === 'backend' ? sessionOf(dataDir) : serverOf(dataDir));
  if (victim === null && kind !== 'service') throw new Error(`There is no ${kind} to kill.`);
  // Not always right behind an answer, but anywhere in a batch.
  await delay(random.between(0, 30));

  const answered = load.calls.length;
  const killedAt = performance.now();
  if (victim !== null) process.kill(victim, 'SIGKILL');
  if (kind === 'service' || kind === 'both') {
    stage.service = service.kill().then(async () => startBuiltService({ DATA_DIR: dataDir }, signal));
  }
  await until(stage, load.answers(1));
  const seconds = ((performance.now() - killedAt) / 1000).toFixed(1);
  await until(stage, load.answers(100));
  return `${kind.padEnd(7)} killed after ${answered} answers, answers again after ${seconds} s`;
}

/** Waits for something that never comes once the service has ended by itself, or hangs. */
export async function until<Value>(
  { service, signal }: Pick<Stage, 'service' | 'signal'>,
  promise: Promise<Value>,
): Promise<Value> {
  const over = new AbortController();
  const hangs = delay(HANGS, undefined, { signal: AbortSignal.any([signal, over.signal]) }).then((): never => {
    throw new Error(`Nothing came back within ${HANGS / 1000} seconds.`);
  });
  try {
    return await Promise.race([promise, hangs, service.then(async ({ lost }) => lost)]);
  } finally {
    over.abort();
    await hangs.catch(() => {});
  }
}
