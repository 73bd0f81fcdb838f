// Builds dist/ from src/, when src/ or what it is built with changed.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from './generate.mjs';
import { bin, isMain, root } from './support/project.mjs';
import { stamp } from './support/stamp.mjs';

const inputs = ['src', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];

export function build() {
  generate();
  return stamp('build', inputs, ['dist/main.js'], () => {
    // The last build ends here even if this one fails: what runs is never a mixture of the two.
    rmSync(join(root, 'dist', 'main.js'), { force: true });
    const { status } = spawnSync(process.execPath, [bin('tsc'), '-p', 'tsconfig.build.json'], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (status !== 0) process.exit(status ?? 1);
  });
}

if (isMain(import.meta.url)) build();
