// Builds the service and the benchmarks, and runs them: npm run bench -- --quick
import { build, buildBeside } from './build.mjs';
import { generateForBench } from './generate.mjs';

await build();
await generateForBench();
await buildBeside('bench', ['bench']);
await import('../dist/bench/bench/main.js');
