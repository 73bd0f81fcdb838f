import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerWith } from './answerWith.ts';
import { createFaultPlan, type Fault, type FaultPlan } from './faultPlan.ts';

export interface EngineCall {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** As it came. */
  readonly raw: string;
  /** Its JSON; undefined where it has none. */
  readonly body: unknown;
}

export interface EngineAnswer {
  readonly status: number;
  /** Sent as JSON; a text as it stands. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface EmulatorOptions {
  /** What a call is, for the fault plan. */
  readonly operationOf: (call: EngineCall) => string;
  /** Processes a call: books, and says what the engine says. */
  readonly handle: (call: EngineCall) => EngineAnswer;
  /** More headers of every answer that is not a fault's own, over its very text: an engine that signs. */
  readonly seal?: (call: EngineCall, text: string) => Readonly<Record<string, string>>;
  /** How the engine words a 401 and a 429. */
  readonly unauthorized?: unknown;
  readonly tooMany?: unknown;
  /** Milliseconds after which what is applied late is processed by itself; without it, `applyLate` does it. */
  readonly lateBy?: number;
  readonly seed?: number;
}

export interface Emulator {
  readonly url: string;
  readonly faults: FaultPlan;
  /** Every call that reached the engine's address, and what was done to it. */
  readonly calls: readonly { readonly operation: string; readonly call: EngineCall; readonly fault: Fault | null }[];
  /** The most calls that were open at once. */
  readonly peak: () => number;
  /** Processes what was answered with a time-out before. */
  applyLate(): void;
  close(): Promise<void>;
}

/** An engine on 127.0.0.1 whose network can be told to misbehave. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const faults = createFaultPlan(options.seed ?? 1);
  const calls: { operation: string; call: EngineCall; fault: Fault | null }[] = [];
  const late = new Set<() => void>();
  let open = 0;
  let peak = 0;

  const later = (call: EngineCall): void => {
    const apply = (): void => {
      if (late.delete(apply)) options.handle(call);
    };
    late.add(apply);
    if (options.lateBy !== undefined) setTimeout(apply, options.lateBy).unref();
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const call = await readCall(request);
    const operation = options.operationOf(call);
    const fault = faults.take(operation);
    calls.push({ operation, call, fault });
    answerWith(fault, call, response, { ...options, later });
  };

  const server = createServer((request, response) => {
    open += 1;
    peak = Math.max(peak, open);
    response.on('close', () => {
      open -= 1;
    });
    serve(request, response).catch((error: unknown) => {
      // A caller that gives up mid-request is no bug of the emulator's.
      if (response.headersSent || request.destroyed) response.destroy();
      else response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    faults,
    calls,
    peak: () => peak,
    applyLate: () => {
      for (const apply of late) apply();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readCall(request: IncomingMessage): Promise<EngineCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks).toString('utf8');
  const url = new URL(request.url ?? '/', 'http://engine.example');
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers),
    raw,
    body: raw === '' ? undefined : jsonOf(raw),
  };
}

function jsonOf(raw: string): unknown {
  try {
    return JSON.parse(raw) as unknown;
  } catch {
    return undefined;
  }
}
