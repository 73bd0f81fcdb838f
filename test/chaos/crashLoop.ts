import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '../../src/demo/random.ts';
import { startBuiltService } from './builtService.ts';
import type { Call } from './call.ts';
import { checkLoad } from './checkLoad.ts';
import { planCrashes } from './crashKinds.ts';
import { crashRound, type Stage, until } from './crashRound.ts';
import { startLoad } from './load.ts';
import { connectionStringOf, killPostgres, processesOf } from './ourPostgres.ts';
import { membersOf } from './wishes.ts';

export interface CrashLoopOptions {
  readonly rounds: number;
  readonly seed: number;
  readonly callers: number;
  /** Told a line a round. */
  readonly say: (line: string) => void;
  /** Ends it before it is done, which is a problem. */
  readonly signal: AbortSignal;
}

export interface CrashReport {
  /** Empty: nothing was lost, doubled or overdrawn, and everything came back. */
  readonly problems: readonly string[];
  readonly calls: readonly Call[];
  /** Of the attempts that nobody answered, those that had been done. */
  readonly doneUnheard: number;
}

/**
 * Puts the service as built, with its own PostgreSQL in a new folder, under load, kills the one or the other again and
 * again, and holds what callers were told against the books. The folder stays if there is a problem.
 */
export async function crashLoop(options: CrashLoopOptions): Promise<CrashReport> {
  const { rounds, seed, callers, say } = options;
  const dataDir = await mkdtemp(join(tmpdir(), 'points-chaos-'));
  const random = createRandom(seed);
  const abort = new AbortController();
  const signal = AbortSignal.any([options.signal, abort.signal]);
  const running = { signal, service: startBuiltService({ DATA_DIR: dataDir }, signal) };
  const problems: string[] = [];
  const report = { problems, calls: [] as readonly Call[], doneUnheard: 0 };
  try {
    const target = async (): Promise<string> => (await running.service).url;
    const members = membersOf('demo');
    const load = await until(running, startLoad({ callers, seed, members, targets: [target], signal }));
    report.calls = load.calls;
    const stage: Stage = Object.assign(running, { dataDir, random, load });
    for (const [index, kind] of planCrashes(rounds, random).entries()) {
      say(`${String(index + 1).padStart(3)}  ${await crashRound(stage, kind)}`);
    }
    await until(stage, load.stop());
    const { url } = await running.service;
    const found = await checkLoad({ load, url, connectionString: await connectionStringOf(dataDir) });
    problems.push(...found.problems);
    report.doneUnheard = found.doneUnheard;
    await (await running.service).stop();
    const left = await processesOf(dataDir);
    if (left.length > 0) problems.push(`processes of PostgreSQL stayed behind: ${left.join(', ')}`);
  } catch (error) {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    problems.push(options.signal.aborted ? 'It was told to end before it was done.' : told);
  } finally {
    abort.abort();
    await running.service.then(async (service) => service.kill()).catch(() => {});
    await killPostgres(dataDir).catch(() => {});
    if (problems.length === 0) await rm(dataDir, { recursive: true, force: true });
    else say(`The books stay in ${dataDir}.`);
  }
  return report;
}
