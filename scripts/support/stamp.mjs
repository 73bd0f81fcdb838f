import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './project.mjs';

const folder = join(root, 'dist', '.stamps');

/**
 * Does the work unless it was done for these very inputs (files or folders) and its outputs are still there. Ends the
 * process when the work's exit code is not 0.
 */
export async function stamp(name, inputs, outputs, work) {
  const file = join(folder, name);
  const hash = hashOf(inputs);
  const fresh = outputs.every((path) => existsSync(join(root, path)));
  if (fresh && existsSync(file) && readFileSync(file, 'utf8') === hash) return;
  const code = await work();
  if (code !== 0) process.exit(code);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, hash);
}

function hashOf(inputs) {
  const hash = createHash('sha256').update(process.version);
  for (const path of inputs.flatMap(filesOf).sort()) hash.update(`${path}\0`).update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

function filesOf(path) {
  if (!existsSync(join(root, path))) return [];
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path)).flatMap((name) => filesOf(join(path, name)));
}
