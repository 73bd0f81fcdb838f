// Runs a command of src/cli: node scripts/cli.mjs <command> [options].
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { root } from './support/project.mjs';

const [command = ''] = process.argv.splice(2, 1);
await build();
const file = join(root, 'dist', 'cli', `${command}.js`);
if (!/^[a-z]+$/.test(command) || !existsSync(file)) {
  console.error(`There is no command "${command}".`);
  process.exit(1);
}
await import(file);
