// Builds the service and the benchmarks, and runs them.
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { bin, root } from './support/project.mjs';
import { stamp } from './support/stamp.mjs';

const firstDraft = 'bench/firstDraft';

function run(file, args, environment = {}) {
  execFileSync(process.execPath, [file, ...args], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

run(join(root, 'scripts/build.mjs'), []);
stamp('first-draft', [`${firstDraft}/schema.prisma`], [`${firstDraft}/generated`], () =>
  run(bin('prisma'), ['generate', '--schema', `${firstDraft}/schema.prisma`], {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  }),
);
run(bin('tsc'), ['-p', 'tsconfig.bench.json']);

const { status } = spawnSync(process.execPath, [join(root, 'dist/bench/bench/main.js'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
