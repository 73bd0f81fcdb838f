// Generates what is not in the repository: Prisma's clients and the graph's resolver types. Skips what is up to date.
import { isMain } from './support/project.mjs';
import { run } from './support/run.mjs';
import { stamp } from './support/stamp.mjs';

export async function generate() {
  await prisma('prisma', 'prisma/schema.prisma', 'src/database/generated/client.ts');
  await stamp(
    'codegen',
    ['schema.graphql', 'codegen.yml', 'package-lock.json'],
    ['src/graphql/generated/types.ts'],
    () => run('graphql-codegen', ['--config', 'codegen.yml']),
  );
}

/** What the checks and the benchmarks need besides. */
export async function generateForBench() {
  await prisma('prisma-bench', 'bench/firstDraft/schema.prisma', 'bench/firstDraft/generated/client.ts');
}

async function prisma(name, schema, output) {
  // Naming any program as the schema engine keeps Prisma from downloading one; generating needs none.
  const environment = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' };
  await stamp(name, [schema, 'package-lock.json'], [output], () =>
    run('prisma', ['generate', '--schema', schema], environment),
  );
}

if (isMain(import.meta.url)) {
  await generate();
  await generateForBench();
}
