import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const packages = { 'graphql-codegen': '@graphql-codegen/cli', tsc: 'typescript' };

/** The JavaScript file behind a program that a package of ours brings; ends the process where it is not installed. */
export function bin(program) {
  const folder = join(root, 'node_modules', packages[program] ?? program);
  if (!existsSync(folder)) {
    console.error(
      `${packages[program] ?? program} is missing: building needs npm ci with the development dependencies.`,
    );
    process.exit(1);
  }
  const { bin: programs } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof programs === 'string' ? programs : programs[program]);
}

/** Whether Node was started with this module, and it is not only imported. */
export function isMain(url) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url);
}
