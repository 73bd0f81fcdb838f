import { parseArgs } from 'node:util';
import type { StormEngine } from '../../integration/saga/support/stormEngines.ts';
import { startTestPostgres } from '../../support/startTestPostgres.ts';
import { formatReports } from './formatReports.ts';
import { sagaStorm, type SagaReport } from './sagaStorm.ts';

/** What an engine offers when an answer was lost: A takes a reference again, B looks it up, C cancels it. */
const CLASSES: Readonly<Record<string, readonly StormEngine[]>> = {
  A: ['resend'],
  // The second takes every call: whoever sent a debit again would see it taken twice.
  B: ['lookup', 'lookup: Voucherify'],
  C: ['cancel'],
};
const USAGE = 'npm run saga -- [--class A|B|C …] [--redemptions 2000] [--seed <number>]';
const SHOWN = 20;

/** The number that an option says. Throws RangeError when it says none. */
function numberOf(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new RangeError(`${text} is not a whole number above zero.\n${USAGE}`);
}

/** The engines of a class. Throws RangeError when there is no such class. */
function enginesOf(text: string): readonly StormEngine[] {
  const names = CLASSES[text.toUpperCase()];
  if (names === undefined) throw new RangeError(`There is no class ${text}.\n${USAGE}`);
  return names;
}

function problemsOf({ name, kills, problems }: SagaReport): string[] {
  // A run that killed nobody somewhere proves nothing about that step.
  const spared = [...kills].flatMap(([point, count]) => (count === 0 ? [`nobody was killed when ${point}`] : []));
  return [...problems, ...spared].map((problem) => `${name}: ${problem}`);
}

const { values } = parseArgs({
  options: {
    class: { type: 'string', multiple: true },
    redemptions: { type: 'string' },
    seed: { type: 'string' },
  },
});
const engines = (values.class ?? Object.keys(CLASSES)).flatMap(enginesOf);
const redemptions = numberOf(values.redemptions ?? '2000');
const seed = numberOf(values.seed ?? String(1 + Math.floor(Math.random() * 2 ** 31)));

console.log(`${redemptions} redemptions through each of ${engines.join(', ')}, seed ${seed}`);
const postgres = await startTestPostgres();
const interrupt = (): void => void postgres.stop().finally(() => process.exit(130));
process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
const reports: SagaReport[] = [];
try {
  for (const name of engines) {
    const report = await sagaStorm(postgres.connectionString, name, { seed, redemptions });
    const kills = [...report.kills].map(([point, count]) => `${point} ${count}`).join(', ');
    console.log(
      `${name}: killed when ${kills}; ${report.paused} stopped, ${report.overtaken} of them woken beside the one that overtook them`,
    );
    reports.push(report);
  }
} finally {
  await postgres.stop();
}
const problems = reports.flatMap(problemsOf);
console.log(`\n${formatReports(reports, seed)}\n`);
for (const problem of problems.slice(0, SHOWN)) console.error(problem);
if (problems.length > SHOWN) console.error(`and ${problems.length - SHOWN} more`);
console.log(problems.length === 0 ? 'The engines and we tell one truth.' : `Problems: ${problems.length}.`);
process.exitCode = problems.length === 0 ? 0 : 1;
