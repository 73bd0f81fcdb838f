/**
 * The example engine as a process of its own: every answer comes after a latency, and it can fall silent. PORT and
 * ENGINE_SECRET say where and how it signs, ENGINE_MEMBERS how many there are. POST /state { latency, isSilent } changes
 * how it is and answers how many calls were open at once since the last time.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { projectFile } from '../../src/projectFile.ts';
import type { EngineState } from './openEngine.ts';

interface Example {
  readonly createEngine: (options: { readonly secret: string }) => {
    readonly open: (member: string, points: string) => void;
    readonly answer: (
      path: string,
      headers: IncomingMessage['headers'],
      body: string,
    ) => { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };
  };
}

const { PORT, ENGINE_SECRET = '', ENGINE_MEMBERS } = process.env;
const { createEngine } = (await import(pathToFileURL(projectFile('examples/engine/engine.mjs')).href)) as Example;
const engine = createEngine({ secret: ENGINE_SECRET });
for (let member = 0; member < Number(ENGINE_MEMBERS); member += 1) engine.open(`member-${member}`, '100000000');

let state: EngineState = { latency: 0, isSilent: false };
let open = 0;
let peak = 0;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
  if (request.url === '/state') {
    state = JSON.parse(body) as EngineState;
    response.end(JSON.stringify({ peak }));
    peak = 0;
    return;
  }
  open += 1;
  peak = Math.max(peak, open);
  response.on('close', () => (open -= 1));
  if (state.isSilent) return;
  if (state.latency > 0) await delay(state.latency);
  const { status, headers, body: text } = engine.answer(request.url ?? '', request.headers, body);
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) }).end(text);
}

const server = createServer((request, response) => {
  serve(request, response).catch(() => response.destroy());
});
server.listen(Number(PORT), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
