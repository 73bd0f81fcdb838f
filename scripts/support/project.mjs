import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const packages = { 'graphql-codegen': '@graphql-codegen/cli', tsc: 'typescript' };

/** The JavaScript file behind a program that a package of ours brings. */
export function bin(program) {
  const folder = join(root, 'node_modules', packages[program] ?? program);
  const { bin: programs } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof programs === 'string' ? programs : programs[program]);
}
