// Builds dist/ from src/, when src/ or what it is built with changed.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from './generate.mjs';
import { isMain, root } from './support/project.mjs';
import { run } from './support/run.mjs';
import { stamp } from './support/stamp.mjs';

const INPUTS = ['src', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];

export async function build() {
  await generate();
  await stamp('build', INPUTS, ['dist/main.js'], () => {
    // Should this build fail, nothing runs that is half of it and half of the one before.
    rmSync(join(root, 'dist', 'main.js'), { force: true });
    return run('tsc', ['-p', 'tsconfig.build.json']);
  });
}

/** Builds what runs beside the service, like the benchmarks, into a folder of its own under dist/. */
export async function buildBeside(name, inputs) {
  const config = `tsconfig.${name}.json`;
  const all = ['src', 'tsconfig.json', 'package-lock.json', config, ...inputs];
  await stamp(name, all, [`dist/${name}`], () => run('tsc', ['-p', config]));
}

/** Builds what breaks the service on purpose. */
export async function buildChaos() {
  const inputs = ['chaos', 'connectors/openapi', 'doubles', 'emulators', 'integration/saga/support', 'support'];
  await generate();
  await buildBeside(
    'chaos',
    inputs.map((folder) => `test/${folder}`),
  );
}

if (isMain(import.meta.url)) await build();
