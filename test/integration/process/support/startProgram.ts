import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** A program of ours, running as a process of its own. */
export interface Program {
  readonly pid: number;
  /** Waits for a line of its output that matches. Throws, with all it said, when it ends before. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  /** What it ended with, and all that it said. */
  readonly ended: Promise<{ readonly code: number | null; readonly output: string; readonly problems: string }>;
}

export interface ProgramOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** In a process group of its own, as a terminal starts it. */
  readonly detached?: boolean;
  readonly folder?: string;
}

/** Starts a program with nothing in its environment but what is given; it is killed with the test. */
export function startProgram(
  command: readonly string[],
  { environment, detached = false, folder }: ProgramOptions = {},
): Program {
  const [file = '', ...args] = command;
  const { PATH, HOME } = process.env;
  const child = spawn(file, args, {
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached,
    cwd: folder,
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let seen = '';
  child.stdout.on('data', (chunk: Buffer) => {
    seen += chunk.toString();
  });
  const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]).then(
    ([[code], output, problems]) => ({ code: code as number | null, output, problems }),
  );

  async function said(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(seen);
      if (match !== null) return match;
      const end = await Promise.race([ended, once(child.stdout, 'data')]);
      if ('code' in end) throw new Error(`It ended with ${end.code}:\n${end.output}${end.problems}`);
    }
  }

  return { pid: child.pid ?? 0, said, ended };
}
