// Generates what is not in the repository: Prisma's client and the graph's resolver types. Skips what is up to date.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stamp } from './support/stamp.mjs';
import { bin, root } from './support/project.mjs';

export function generate() {
  // Naming any program as the schema engine keeps Prisma from downloading one; generating needs none.
  stamp('prisma', ['prisma/schema.prisma', 'node_modules/prisma/package.json'], ['src/database/generated'], () =>
    run('prisma', ['generate'], { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' }),
  );
  if (existsSync(join(root, 'codegen.yml')) && existsSync(join(root, 'node_modules/@graphql-codegen/cli'))) {
    stamp('codegen', ['schema.graphql', 'codegen.yml', 'package-lock.json'], ['src/graphql/generated'], () =>
      run('graphql-codegen', ['--config', 'codegen.yml']),
    );
  }
}

function run(program, args, environment = {}) {
  execFileSync(process.execPath, [bin(program), ...args], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) generate();
