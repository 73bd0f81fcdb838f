import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectFile } from '../../src/projectFile.ts';

/** The service as built, in a process of its own. */
export interface BuiltService {
  readonly url: string;
  /** Rejects when the service ends and nobody asked it to. */
  readonly lost: Promise<never>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves when it has ended, and rejects unless that was with 0. */
  stop(): Promise<void>;
}

const READY = /^Ready at (\S+) after/m;

/**
 * Starts dist/main.js with these settings and no others, on a free port, and waits for its ready line. The signal ends
 * it in order, with its PostgreSQL.
 */
export async function startBuiltService(
  settings: Readonly<Record<string, string>> & { readonly DATA_DIR: string },
  signal: AbortSignal,
): Promise<BuiltService> {
  const child = spawn(process.execPath, [projectFile('dist/main.js')], {
    // Where no .env lies that would say more.
    cwd: settings.DATA_DIR,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_ENV: 'test', PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let isAsked = false;
  let said = '';
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
  const lost = exited.then(([code, signal]): Promise<never> => {
    if (!isAsked) throw new Error(`The service ended by itself with ${code ?? signal}:\n${said}`);
    return new Promise(() => {});
  });
  lost.catch(() => {});
  const ready = new Promise<string>((resolve) => {
    const listen = (chunk: Buffer): void => {
      said = (said + chunk.toString()).slice(-10_000);
      const url = READY.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
  });
  const endInOrder = (): boolean => child.kill('SIGTERM');
  signal.addEventListener('abort', endInOrder);
  process.once('exit', endInOrder);
  child.once('exit', () => {
    signal.removeEventListener('abort', endInOrder);
    process.off('exit', endInOrder);
  });
  const end = async (name: NodeJS.Signals): Promise<number | null> => {
    isAsked = true;
    child.kill(name);
    const [code] = await exited;
    return code;
  };
  return {
    url: await Promise.race([ready, lost]),
    lost,
    kill: async () => void (await end('SIGKILL')),
    async stop() {
      const code = await end('SIGTERM');
      if (code !== 0) throw new Error(`Asked to end, the service ended with ${code}:\n${said}`);
    },
  };
}
