import { projectFile } from '../../../../src/projectFile.ts';
import type { Program, ProgramOptions } from './startProgram.ts';
import { startProgram } from './startProgram.ts';

export interface RunningService extends Program {
  readonly url: string;
}

export const MAIN = [process.execPath, projectFile('dist/main.js')];
const READY = /^Ready at (http:\S+)\/graphql after \d+\.\d s\. Try: (curl .+)$/m;

/** The built service on any free port, when it says that it is ready. */
export async function startService(
  environment: Readonly<Record<string, string>>,
  { command = MAIN, ...options }: ProgramOptions & { readonly command?: readonly string[] } = {},
): Promise<RunningService> {
  const program = startProgram(command, { ...options, environment: { PORT: '0', ...environment } });
  const [, url = ''] = await program.said(READY);
  return { ...program, url };
}

/** Runs one of the commands to its end, like `npm run token -- --member m-0001`. */
export function runCli(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Program['ended'] {
  return startProgram([process.execPath, projectFile(`dist/cli/${command}.js`), ...args], { environment }).ended;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface Question {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly variables?: object;
}

export async function askGraph(url: string, query: string, question: Question = {}): Promise<Answer> {
  const { token, headers, variables } = question;
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, body: await response.json() };
}
