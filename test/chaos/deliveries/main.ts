import { parseArgs } from 'node:util';
import { deliveryStorm } from './deliveryStorm.ts';

const USAGE = 'npm run storm -- [--deliveries 100000] [--kills 5] [--senders 64] [--seed <number>]';
const SHOWN = 20;

/** The number that an option says. Throws RangeError when it says none. */
function numberOf(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new RangeError(`${text} is not a whole number.\n${USAGE}`);
}

const { values } = parseArgs({
  options: {
    deliveries: { type: 'string' },
    kills: { type: 'string' },
    senders: { type: 'string' },
    seed: { type: 'string' },
  },
});
const deliveries = numberOf(values.deliveries ?? '100000');
const kills = numberOf(values.kills ?? '5');
const senders = numberOf(values.senders ?? '64');
const seed = numberOf(values.seed ?? String(1 + Math.floor(Math.random() * 2 ** 31)));

console.log(`${deliveries} deliveries, ${kills} kills, ${senders} senders, seed ${seed}`);
const abort = new AbortController();
process.once('SIGINT', () => abort.abort()).once('SIGTERM', () => abort.abort());
const begin = performance.now();
const say = (line: string): void => console.log(line);
const { problems, repeated } = await deliveryStorm({ deliveries, kills, senders, seed, say, signal: abort.signal });
const seconds = Math.round((performance.now() - begin) / 1000);
console.log(
  `${repeated} attempts were repeated: nobody answered, or the answer was to come again. ${seconds} s in all.`,
);
for (const problem of problems.slice(0, SHOWN)) console.error(problem);
if (problems.length > SHOWN) console.error(`and ${problems.length - SHOWN} more`);
console.log(problems.length === 0 ? 'Every transaction had exactly one effect.' : `Problems: ${problems.length}.`);
process.exitCode = problems.length === 0 ? 0 : 1;
