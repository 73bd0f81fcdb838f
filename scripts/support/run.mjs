import { spawn } from 'node:child_process';
import { bin, root } from './project.mjs';

/** Runs a package's program in this repository and gives its exit code; what it says is shown if it fails. */
export async function run(program, args = [], environment = {}) {
  const child = spawn(process.execPath, [bin(program), ...args], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = [];
  child.stdout.on('data', (chunk) => said.push(chunk));
  child.stderr.on('data', (chunk) => said.push(chunk));
  const code = await ended(child);
  if (code !== 0) process.stderr.write(`${program} ${args.join(' ')} failed:\n${Buffer.concat(said).toString()}\n`);
  return code;
}

/** The same with our own terminal. */
export async function runOpenly(program, args = []) {
  return ended(spawn(process.execPath, [bin(program), ...args], { cwd: root, stdio: 'inherit' }));
}

async function ended(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code) => resolve(code ?? 1));
  });
}
