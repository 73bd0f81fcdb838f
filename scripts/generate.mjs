// Generates what is not in the repository: Prisma's client and the graph's resolver types. Skips what is up to date.
import { spawnSync } from 'node:child_process';
import { bin, isMain, root } from './support/project.mjs';
import { stamp } from './support/stamp.mjs';

export function generate() {
  // Naming any program as the schema engine keeps Prisma from downloading one; generating needs none.
  const environment = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' };
  stamp('prisma', ['prisma/schema.prisma', 'package-lock.json'], ['src/database/generated/client.ts'], () =>
    run('prisma', ['generate'], environment),
  );
  stamp('codegen', ['schema.graphql', 'codegen.yml', 'package-lock.json'], ['src/graphql/generated/types.ts'], () =>
    run('graphql-codegen', ['--config', 'codegen.yml'], {}),
  );
}

function run(program, args, environment) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin(program), ...args], {
    cwd: root,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
  });
  if (status === 0) return;
  console.error(`${stdout}${stderr}`.trim());
  process.exit(status ?? 1);
}

if (isMain(import.meta.url)) generate();
