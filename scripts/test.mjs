// Everything that has to pass: types, lint and format, then the tests. Ends with Vitest's summary and one line of counts.
import { build } from './build.mjs';
import { generateForBench } from './generate.mjs';
import { run, runOpenly } from './support/run.mjs';

await build();
await generateForBench();

const checks = await Promise.all([
  run('tsc', ['--noEmit']),
  run('oxlint', ['--type-aware', '--deny-warnings']),
  run('prettier', ['--check', '.', '--log-level', 'warn']),
]);
const failed = checks.filter((code) => code !== 0).length;
if (failed > 0) {
  console.log(`0 passed, ${failed} failed`);
  process.exit(1);
}

process.exit(await runOpenly('vitest', ['run', ...process.argv.slice(2)]));
