import type { Agent } from 'undici';
import { AddressRefused } from '../connectors/http/guardedLookup.ts';
import { createEngineAgent } from '../connectors/http/engineAgent.ts';
import { createAddressGuard, type OpenedAddresses } from '../connectors/http/addressGuard.ts';
import { parseEngineUrl, UrlRefused } from '../connectors/http/engineUrl.ts';
import { retryAfterOf } from '../connectors/http/retryAfter.ts';

export interface Posted {
  /** Null: no answer came. */
  readonly status: number | null;
  /** What it came to, for people. Nothing of the answer's body is in it. */
  readonly words: string;
  /** Milliseconds that the receiver asked to wait. */
  readonly retryAfter: number | null;
  /** The begin of the answer's body, at most 1 kB. */
  readonly body: string;
}

/** What came to nothing before it was sent. */
export const notPosted = (words: string): Posted => ({ status: null, words, retryAfter: null, body: '' });

/** Posts to endpoints through guarded connections; follows no redirect and repeats nothing. */
export interface EventPost {
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Posted>;
  close(): Promise<void>;
}

export interface EventPostOptions {
  readonly opened: OpenedAddresses;
  /** Milliseconds for a whole attempt; absent: fifteen seconds. */
  readonly timeout?: number;
  /** Connections to one receiver. */
  readonly connections?: number;
}

const SHOWN_BYTES = 1024;
const HEADERS = { 'user-agent': 'points-events/1' };

export function createEventPost({ opened, timeout = 15_000, connections = 8 }: EventPostOptions): EventPost {
  const guard = createAddressGuard(opened);
  const agent = createEngineAgent(guard, limitsOf(timeout, connections), {});
  return {
    async post(text, headers, body) {
      const signal = AbortSignal.timeout(timeout);
      try {
        const url = parseEngineUrl(text, guard);
        return await send(agent, url, { ...HEADERS, ...headers }, body, signal);
      } catch (error) {
        return notPosted(wordsOf(error, signal));
      }
    },
    close: () => agent.destroy(),
  };
}

async function send(
  agent: Agent,
  { origin, pathname }: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<Posted> {
  const answer = await agent.request({ origin, path: pathname, method: 'POST', headers, body, signal });
  const { statusCode: status } = answer;
  const header = answer.headers['retry-after'];
  const retryAfter = retryAfterOf(Array.isArray(header) ? header[0] : header);
  // The status decides; whatever becomes of the body changes nothing.
  const shown = await beginOf(answer.body).catch(() => '');
  const isRedirect = status >= 300 && status < 400;
  const words = `It answered ${status}${isRedirect ? ', a redirect, which is not followed' : ''}.`;
  return { status, words, retryAfter, body: shown };
}

async function beginOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= SHOWN_BYTES) break;
  }
  // Cut in bytes, then whatever character was cut in two is left out.
  return new TextDecoder()
    .decode(Buffer.concat(chunks).subarray(0, SHOWN_BYTES), { stream: true })
    .replaceAll('\0', '');
}

/** Codes only, because messages may repeat what was sent. */
function wordsOf(error: unknown, signal: AbortSignal): string {
  if (error instanceof UrlRefused || error instanceof AddressRefused) return `Its URL is refused. ${error.message}`;
  if (signal.aborted) return 'It did not answer in time.';
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const code = first instanceof Error && 'code' in first && typeof first.code === 'string' ? first.code : null;
  return code !== null && /^[A-Z_0-9]{1,60}$/.test(code)
    ? `It could not be reached: ${code}.`
    : 'It could not be reached.';
}

function limitsOf(timeout: number, connections: number) {
  return {
    connections,
    waiting: 0,
    connectTimeout: Math.min(timeout, 5000),
    headersTimeout: timeout,
    bodyTimeout: timeout,
    callTimeout: timeout,
    // It is read up to its first kilobyte, and then left.
    maxResponseSize: -1,
    breakerThreshold: 1,
    breakerWindow: timeout,
    breakerPause: timeout,
  };
}
