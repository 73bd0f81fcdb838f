import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '../../../src/demo/random.ts';
import { type BuiltService, startBuiltService } from '../builtService.ts';
import { connectionStringOf, killPostgres } from '../ourPostgres.ts';
import { checkDeliveries } from './checkDeliveries.ts';
import { openSource, STORM_PROGRAM } from './openSource.ts';
import { planDeliveries } from './planDeliveries.ts';
import { createSender } from './sender.ts';

export interface StormOptions {
  readonly deliveries: number;
  /** How often the service is killed meanwhile. */
  readonly kills: number;
  readonly senders: number;
  readonly seed: number;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface StormReport {
  /** Empty: every transaction had exactly one effect. */
  readonly problems: readonly string[];
  /** Attempts that nobody answered, or that were told to come again. */
  readonly repeated: number;
}

/** Sends signed messages, duplicates and all, in any order, over a service that is killed again and again. */
export async function deliveryStorm(options: StormOptions): Promise<StormReport> {
  const { deliveries: number, kills, senders, seed, say } = options;
  const dataDir = await mkdtemp(join(tmpdir(), 'points-storm-'));
  const abort = new AbortController();
  const signal = AbortSignal.any([options.signal, abort.signal]);
  const running = { service: startBuiltService({ DATA_DIR: dataDir }, signal) };
  const problems: string[] = [];
  let repeated = 0;
  try {
    const source = await openSource((await running.service).url);
    const plan = planDeliveries({ number, random: createRandom(seed), occurredAt: new Date() });
    const target = async (): Promise<string> => (await running.service).url;
    const sender = createSender({ target, ...source, callers: senders, signal });
    const killAt = new Set(
      Array.from({ length: kills }, (_, index) => Math.ceil(((index + 1) * number) / (kills + 1))),
    );
    let next = 0;
    let answered = 0;
    const work = async (): Promise<void> => {
      for (let message = plan.deliveries[next++]; message !== undefined; message = plan.deliveries[next++]) {
        const status = await sender.send(message);
        if (status !== 200 && status !== 202) problems.push(`${message.id} was answered with ${status}`);
        answered += 1;
        if (killAt.has(answered)) {
          say(`killed after ${answered} answers`);
          running.service = restarted(await running.service, dataDir, signal);
        }
      }
    };
    await Promise.all(Array.from({ length: senders }, work));
    sender.close();
    repeated = sender.repeated();
    await running.service;
    const connectionString = await connectionStringOf(dataDir);
    problems.push(...(await checkDeliveries({ plan, connectionString, programId: STORM_PROGRAM, ...source })));
    await (await running.service).stop();
  } catch (error) {
    problems.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    abort.abort();
    await running.service.then(async (service) => service.kill()).catch(() => {});
    await killPostgres(dataDir).catch(() => {});
    if (problems.length === 0) await rm(dataDir, { recursive: true, force: true });
    else say(`The books stay in ${dataDir}.`);
  }
  return { problems, repeated };
}

async function restarted(service: BuiltService, dataDir: string, signal: AbortSignal): Promise<BuiltService> {
  await service.kill();
  return startBuiltService({ DATA_DIR: dataDir }, signal);
}
