import { parseArgs } from 'node:util';
import type { CrashReport } from './crashLoop.ts';
import { crashLoop } from './crashLoop.ts';

const USAGE = 'npm run chaos -- [--rounds 20] [--callers 48] [--seed <number>]';
const SHOWN = 20;

/** The number that an option says. Throws RangeError when it says none. */
function numberOf(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new RangeError(`${text} is not a whole number above zero.\n${USAGE}`);
}

function summaryOf({ calls, doneUnheard }: CrashReport): string {
  const count = (status: string): number => calls.filter(({ outcome }) => outcome?.status === status).length;
  const unheard = calls.reduce((sum, call) => sum + call.unheard.length, 0);
  return [
    `${calls.length} requests: ${count('accepted')} accepted, ${count('rejected')} rejected, ${count('conflict')} in conflict.`,
    `${unheard} attempts got no answer, and ${doneUnheard} of them had been done; repeating them told.`,
  ].join('\n');
}

const { values } = parseArgs({
  options: { rounds: { type: 'string' }, callers: { type: 'string' }, seed: { type: 'string' } },
});
const rounds = numberOf(values.rounds ?? '20');
const callers = numberOf(values.callers ?? '48');
const seed = numberOf(values.seed ?? String(1 + Math.floor(Math.random() * 2 ** 31)));

console.log(`${rounds} rounds, ${callers} callers, seed ${seed}`);
const abort = new AbortController();
process.once('SIGINT', () => abort.abort()).once('SIGTERM', () => abort.abort());
const say = (line: string): void => console.log(line);
const report = await crashLoop({ rounds, callers, seed, say, signal: abort.signal });
console.log(summaryOf(report));
for (const problem of report.problems.slice(0, SHOWN)) console.error(problem);
if (report.problems.length > SHOWN) console.error(`and ${report.problems.length - SHOWN} more`);
console.log(
  report.problems.length === 0 ? 'Nothing was lost, doubled or overdrawn.' : `Problems: ${report.problems.length}.`,
);
process.exitCode = report.problems.length === 0 ? 0 : 1;
