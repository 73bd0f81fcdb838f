import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

export interface Child {
  readonly process: ChildProcess;
  readonly pid: number;
  /** Asks it to end, and waits until it has. */
  stop(): Promise<void>;
}

/**
 * Starts a Node program as a process of its own and resolves when `isUp` says so. Rejects when it ends
 * before; whenever it ends unasked, what it printed last is shown. Options of Node for it may stand in BENCH_NODE_OPTIONS, like --cpu-prof.
 */
export async function startChild(
  script: string,
  environment: Readonly<Record<string, string>>,
  isUp: () => Promise<boolean>,
): Promise<Child> {
  const nodeOptions = (process.env['BENCH_NODE_OPTIONS'] ?? '').split(' ').filter((option) => option !== '');
  const child = spawn(process.execPath, [...nodeOptions, script], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const keep = (chunk: Buffer): void => {
    printed = (printed + chunk.toString()).slice(-4_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  let isStopping = false;
  const exited = once(child, 'exit');
  child.once('exit', () => {
    if (!isStopping) process.stderr.write(`${script} ended by itself:\n${printed}\n`);
  });
  const requireRunning = (): void => {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${script} did not start`);
  };
  while (!(await isUp())) {
    requireRunning();
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
  // Who answers may be another process, if it was quicker to take the port.
  requireRunning();
  return {
    process: child,
    pid: child.pid as number,
    async stop() {
      isStopping = true;
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** A TCP port of the loopback that nobody has now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
