import { createAddressGuard } from './addressGuard.ts';
import { type Breaker, createBreaker } from './createBreaker.ts';
import { openDeadline, remaining } from './deadline.ts';
import { createEngineAgent } from './engineAgent.ts';
import type { CallResult, EngineHttp, EngineHttpOptions, EngineLimits, EngineRequest, NotSent } from './engineHttp.ts';
import { parseEngineUrl } from './engineUrl.ts';
import { exchange, ExchangeFailed, type WireRequest } from './exchange.ts';
import { failureWords } from './failureWords.ts';
import { readAnswer } from './readAnswer.ts';
import { createSemaphore } from './semaphore.ts';
import { isPlainPath } from './urlPath.ts';

const LIMITS: EngineLimits = {
  connections: 16,
  waiting: 2000,
  connectTimeout: 2000,
  headersTimeout: 5000,
  bodyTimeout: 5000,
  callTimeout: 10_000,
  maxResponseSize: 1_048_576,
  breakerThreshold: 0.5,
  breakerWindow: 10_000,
  breakerPause: 1000,
};

/** Less time than this, in milliseconds, is not worth a call whose outcome would not be known. */
const WORTHWHILE = 50;
/** An engine that had less time than this, in milliseconds, and was silent is not yet in trouble. */
const PATIENCE = 1000;

/** Opens the way to an engine. Throws UrlRefused where its URL must not be called. */
export function createEngineHttp(options: EngineHttpOptions): EngineHttp {
  const { name, notProcessed = [] } = options;
  const limits = { ...LIMITS, ...options.limits };
  const guard = createAddressGuard(options.allowPrivateAddresses ?? []);
  const base = parseEngineUrl(options.baseUrl, guard);
  const agent = createEngineAgent(guard, limits, options.tls ?? {});
  const semaphore = createSemaphore(limits.connections, limits.waiting);
  const breaker = createBreaker(limits);

  const call = async <Answer, Refusal>(
    request: EngineRequest<Answer, Refusal>,
    callers: AbortSignal,
  ): Promise<CallResult<Answer, Refusal>> => {
    const wire = wireRequest(base, request);
    if (wire === null) return notSent(`${name} cannot be asked for an id like this one.`);
    const deadline = openDeadline(limits.callTimeout, callers);
    try {
      return await inTime(request, wire, deadline.signal);
    } finally {
      deadline.close();
    }
  };

  const inTime = async <Answer, Refusal>(
    request: EngineRequest<Answer, Refusal>,
    wire: WireRequest,
    signal: AbortSignal,
  ): Promise<CallResult<Answer, Refusal>> => {
    const leave = await semaphore.enter(signal);
    if (leave === 'full') return notSent(`Too many calls wait for ${name}.`);
    if (leave === 'late') return notSent(`No time was left to call ${name}.`);
    try {
      if ((remaining(signal) ?? Infinity) < WORTHWHILE) return notSent(`No time was left to call ${name}.`);
      return await tried(breaker, async () => {
        const began = performance.now();
        try {
          const answer = await exchange(agent, wire, signal);
          const result = readAnswer(name, request, answer, notProcessed);
          return { result, isTrouble: answer.httpStatus >= 500 };
        } catch (failure) {
          const words = failureWords(name, failure);
          const isAborted = failure instanceof ExchangeFailed && failure.isAborted;
          const isTrouble = !isAborted || performance.now() - began >= Math.min(PATIENCE, limits.callTimeout);
          const isWritten = !(failure instanceof ExchangeFailed) || failure.isWritten;
          return { result: isWritten ? { status: 'unknown', words, httpStatus: null } : notSent(words), isTrouble };
        }
      });
    } finally {
      leave();
    }
  };

  const tried = async <Result>(
    through: Breaker,
    once: () => Promise<{ readonly result: Result; readonly isTrouble: boolean }>,
  ): Promise<Result | NotSent> => {
    const outcome = await through.run(once);
    return outcome === null ? notSent(`${name} failed too often and is left alone for a moment.`) : outcome.result;
  };

  return { name, call, dispatcher: agent, close: async () => agent.destroy() };
}

function notSent(words: string): NotSent {
  return { status: 'notSent', words, retryAfter: null, httpStatus: null };
}

/** The request as it is sent; null: its path would lead elsewhere. */
function wireRequest<Answer, Refusal>(base: URL, request: EngineRequest<Answer, Refusal>): WireRequest | null {
  if (!isPlainPath(request.path)) return null;
  const query = request.query === undefined ? '' : `?${new URLSearchParams(request.query).toString()}`;
  const body = request.body === undefined ? null : JSON.stringify(request.body);
  const type = body === null ? {} : { 'content-type': 'application/json' };
  return {
    origin: base.origin,
    path: base.pathname.replace(/\/+$/, '') + request.path + query,
    method: request.method,
    headers: { accept: 'application/json', ...type, ...request.headers, ...request.sign?.(body ?? '') },
    body,
  };
}
