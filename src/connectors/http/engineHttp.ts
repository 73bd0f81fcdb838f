import type { Dispatcher } from 'undici';
import type { ZodType } from 'zod';
import type { OpenedAddresses } from './addressGuard.ts';

export interface EngineHttpOptions {
  /** Where every path of a request begins. Without a query. */
  readonly baseUrl: string;
  /** The engine in words for an operator: "Loyalife". */
  readonly name: string;
  /** Addresses and ranges that may be reached although they are private; they take plain http and any port too. */
  readonly allowPrivateAddresses?: OpenedAddresses;
  /** Statuses besides 401 by which this engine says that it processed nothing: 429 and 503, if its manual says so. */
  readonly notProcessed?: readonly number[];
  readonly limits?: Partial<EngineLimits>;
  readonly tls?: EngineTls;
}

/** Times are milliseconds. */
export interface EngineLimits {
  /** Calls at once. */
  readonly connections: number;
  /** Calls that may wait for one of them, until their own deadline. */
  readonly waiting: number;
  readonly connectTimeout: number;
  readonly headersTimeout: number;
  /** The silence between two pieces of a body. */
  readonly bodyTimeout: number;
  /** A whole call at most, whatever its caller allows. */
  readonly callTimeout: number;
  /** Bytes. */
  readonly maxResponseSize: number;
  /** The breaker opens when more than this share of calls failed within breakerWindow, of ten or more. */
  readonly breakerThreshold: number;
  readonly breakerWindow: number;
  /** How long it stays open at first; twice as long after every try that fails, up to 30 s. */
  readonly breakerPause: number;
}

/** Mutual TLS, in PEM; an authority of one's own replaces the public ones. */
export interface EngineTls {
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly ca?: string;
}

export interface EngineRequest<Answer, Refusal = never> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Under the base URL, its values encoded by urlPath. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** What a 2xx must say to be understood. Numbers that no double names arrive as texts: see decimalText. */
  readonly answerSchema: ZodType<Answer>;
  /** What a 4xx says where the engine refuses in a body; without it a 4xx is an unknown outcome. */
  readonly refusalSchema?: ZodType<Refusal>;
  /** More headers, over the very text that is sent. */
  readonly sign?: (body: string) => Readonly<Record<string, string>>;
  /** Why an answer is not to be believed, over the very bytes that came; null: it is. */
  readonly distrust?: (body: Buffer, headers: Readonly<Record<string, string>>) => string | null;
}

export interface Answered<Answer> {
  readonly status: 'answered';
  readonly answer: Answer;
  readonly httpStatus: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** A 4xx whose body was understood. What it means is the connector's to say. */
export interface Refused<Refusal> {
  readonly status: 'refused';
  readonly refusal: Refusal;
  readonly httpStatus: number;
}

/** Certainly not processed: not written, or refused at the door. */
export interface NotSent {
  readonly status: 'notSent';
  readonly words: string;
  /** Milliseconds that the engine asked to wait. */
  readonly retryAfter: number | null;
  /** Null: it was not written. */
  readonly httpStatus: number | null;
}

/** Written, and nobody knows what became of it. */
export interface Unknown {
  readonly status: 'unknown';
  readonly words: string;
  /** Null: no answer came. */
  readonly httpStatus: number | null;
}

export type CallResult<Answer, Refusal = never> = Answered<Answer> | Refused<Refusal> | NotSent | Unknown;

/** The way to one engine of one program. It never follows a redirect and repeats nothing; words carry no secret. */
export interface EngineHttp {
  /** The engine in words. */
  readonly name: string;
  call<Answer, Refusal = never>(
    request: EngineRequest<Answer, Refusal>,
    signal: AbortSignal,
  ): Promise<CallResult<Answer, Refusal>>;
  /** For a vendor's own client: the guarded connections, without this client's bulkhead and breaker. */
  readonly dispatcher: Dispatcher;
  close(): Promise<void>;
}
