import type { ServerResponse } from 'node:http';
import type { Fault } from './faultPlan.ts';
import type { EmulatorOptions, EngineAnswer, EngineCall } from './startEmulator.ts';

const PAGE = '<!doctype html><html><body><h1>We will be back soon</h1></body></html>';

/** Lets a call meet its fault, or none. */
export function answerWith(
  fault: Fault | null,
  call: EngineCall,
  response: ServerResponse,
  options: EmulatorOptions & { readonly later: (call: EngineCall) => void },
): void {
  const send = (status: number, body: string, headers: Readonly<Record<string, string>>): void => {
    response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers }).end(body);
  };
  const page = (status: number): void => {
    send(status, PAGE, { 'content-type': 'text/html' });
  };
  const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void => {
    send(status, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
  };
  const processed = (): { text: string; answer: EngineAnswer; headers: Record<string, string> } => {
    const answer = options.handle(call);
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    return {
      text,
      answer,
      headers: { 'content-type': 'application/json', ...answer.headers, ...options.seal?.(call, text) },
    };
  };
  /** An engine that repeats in its errors what it was sent, secrets and all. */
  const complaint = (message: string): unknown => ({ message: `${message}: ${JSON.stringify(call)}` });
  const cut = (): void => {
    response.socket?.destroy();
  };

  switch (fault) {
    case null: {
      const { text, answer, headers } = processed();
      send(answer.status, text, headers);
      return;
    }
    case 'duplicated': {
      const { text, answer, headers } = processed();
      options.handle(call);
      send(answer.status, text, headers);
      return;
    }
    case 'lostBefore':
      cut();
      return;
    case 'lostAfter':
      options.handle(call);
      cut();
      return;
    case 'silentBefore':
      return;
    case 'silentAfter':
      options.handle(call);
      return;
    case 'appliedLate':
      options.later(call);
      json(504, complaint('Gateway time-out'));
      return;
    case 'slowDrip': {
      const { text, answer, headers } = processed();
      drip(response, answer.status, text, headers);
      return;
    }
    case 'resetMidBody': {
      const { text, answer, headers } = processed();
      response.writeHead(answer.status, { 'content-length': Buffer.byteLength(text), ...headers });
      response.write(text.slice(0, Math.floor(text.length / 2)), cut);
      return;
    }
    case 'html':
      options.handle(call);
      page(200);
      return;
    case 'htmlBadGateway':
      page(502);
      return;
    case 'truncatedJson': {
      const { text, answer, headers } = processed();
      send(answer.status, text.slice(0, Math.floor(text.length / 2)), headers);
      return;
    }
    case 'wrongJson':
      options.handle(call);
      json(200, { greeting: 'hello' });
      return;
    case 'oversized':
      options.handle(call);
      json(200, { filler: 'x'.repeat(1_200_000) });
      return;
    case 'unauthorized':
      json(401, options.unauthorized ?? complaint('Unauthorized'));
      return;
    case 'tooMany':
      json(429, options.tooMany ?? complaint('Too many requests'));
      return;
    case 'tooManyRetryAfter':
      json(429, options.tooMany ?? complaint('Too many requests'), { 'retry-after': '2' });
      return;
    case 'serverErrorBefore':
      json(500, complaint('Internal error'));
      return;
    case 'serverErrorAfter':
      options.handle(call);
      json(500, complaint('Internal error'));
  }
}

/** A byte every 20 ms, after a first one at once, for as long as somebody listens. */
function drip(response: ServerResponse, status: number, text: string, headers: Readonly<Record<string, string>>): void {
  response.writeHead(status, { 'content-length': Buffer.byteLength(text) + 100_000, ...headers });
  const timer = setInterval(() => {
    response.write(' ');
  }, 20);
  response.on('close', () => {
    clearInterval(timer);
  });
  response.write(text.slice(0, 1));
}
