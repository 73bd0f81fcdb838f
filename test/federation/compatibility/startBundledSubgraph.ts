import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { RunningServer } from '../serveApollo.ts';
import { type BundledSubgraph, suiteFolder } from './suite.ts';

const listenOnLoopback = fileURLToPath(new URL('listenOnLoopback.cjs', import.meta.url));

/** Starts a subgraph that the suite brings along, in a process of its own, on a free port of loopback. */
export async function startBundledSubgraph(name: BundledSubgraph): Promise<RunningServer> {
  const folder = join(suiteFolder, 'dist', 'subgraphs', name);
  const child = spawn(process.execPath, ['--require', listenOnLoopback, 'index.js'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  // Its one line says where it listens. When it dies before that, the lines end without one.
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/\S+/.exec(line)?.[0];
    if (url === undefined) continue;
    return {
      url,
      close: async () => {
        child.kill();
        await exited;
      },
    };
  }
  throw new Error(`The suite's ${name} subgraph ended before it listened.`);
}
