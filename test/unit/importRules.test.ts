import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectFile } from '../../src/projectFile.ts';

/** Who imports whom: a folder, what a file of it imports, and whether it may. */
const CASES: readonly (readonly [of: string, imported: string, allowed: boolean])[] = [
  ['src/ledger', '../database/port.ts', true],
  ['src/ledger', './account.ts', true],
  ['src/ledger', 'pg', false],
  ['src/ledger', '@prisma/client', false],
  ['src/ledger', 'graphql', false],
  ['src/ledger', '../database/openDatabase.ts', false],
  ['src/ledger', '../program/programs.ts', false],
  ['src/ledger/decide', '../account.ts', true],
  ['src/ledger/decide', '../../database/port.ts', true],
  ['src/ledger/decide', '../../program/programs.ts', false],
  ['src/redemption', '../ledger/ledger.ts', true],
  ['src/redemption', 'pg', false],
  ['src/redemption', '../database/port.ts', false],
  ['src/redemption', '../graphql/context.ts', false],
  ['src/earning', '../ledger/ledger.ts', true],
  ['src/earning', '../marketplace/plum/refund.ts', false],
  ['src/inbox', '../database/createDeadLetters.ts', false],
  ['src/inbox', '../marketplace/webhooks/identifySource.ts', false],
  ['src/connectors/square', '../http/createEngineHttp.ts', true],
  ['src/connectors/square', '../../redemption/redeemPoints.ts', false],
  ['src/connectors/square', '../../database/port.ts', false],
  ['src/access', 'fastify', false],
  ['src/failure', '../server/errors.ts', false],
  ['src/graphql/resolvers', '../../useCases.ts', true],
  ['src/graphql/resolvers', '../../database/openDatabase.ts', false],
  ['src/graphql/loaders', '@prisma/client', false],
  ['src/graphql', '../server/context.ts', false],
  ['src/marketplace/plum', '../../useCases.ts', true],
  ['src/marketplace/plum', '../../database/createPrograms.ts', false],
  ['src/marketplace/plum', '../../server/authentication.ts', false],
  ['src/demo', '../database/openPrisma.ts', false],
  ['src/demo', '../server/createServer.ts', false],
  ['src/database', 'pg', true],
  ['src/server', '../graphql/context.ts', true],
];

const fileOf = (of: string, imported: string): string => `${of}/${imported.replaceAll(/\W/g, '_')}.ts`;

let folder: string;
let refused: ReadonlySet<string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'points-lint-'));
  await copyFile(projectFile('.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  for (const [of, imported] of CASES) {
    const file = join(folder, fileOf(of, imported));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `export * as it from '${imported}';\n`);
  }
  refused = lint();
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

function lint(): ReadonlySet<string> {
  const oxlint = [projectFile('node_modules/oxlint/bin/oxlint'), '--format', 'json', '.'];
  // It ends with 1 because it finds what we put there.
  const { stdout } = attempt(() => execFileSync(process.execPath, oxlint, { cwd: folder, encoding: 'utf8' }));
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { code: string; filename: string }[] };
  return new Set(diagnostics.filter(({ code }) => code.includes('no-restricted-imports')).map((each) => each.filename));
}

function attempt(run: () => string): { stdout: string } {
  try {
    return { stdout: run() };
  } catch (error) {
    return error as { stdout: string };
  }
}

test.each(CASES)('%s imports %s: %s', (of, imported, allowed) => {
  expect(refused.has(fileOf(of, imported))).toBe(!allowed);
});
