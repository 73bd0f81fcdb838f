import type { Dispatcher } from 'undici';

export interface WireRequest {
  readonly origin: string;
  /** With its query. */
  readonly path: string;
  readonly method: Dispatcher.HttpMethod;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface WireAnswer {
  readonly httpStatus: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** An exchange that came to no answer. `isWritten`: the engine may have got the request. */
export class ExchangeFailed extends Error {
  readonly isWritten: boolean;
  readonly isAborted: boolean;
  constructor(isWritten: boolean, isAborted: boolean, cause: unknown) {
    super('The exchange came to no answer.', { cause });
    this.name = 'ExchangeFailed';
    this.isWritten = isWritten;
    this.isAborted = isAborted;
  }
}

/**
 * One request and its whole answer. undici tells a handler that a request starts just before it writes its first byte,
 * on a connection that stands; whatever goes wrong before that was certainly not sent. Throws ExchangeFailed.
 */
export async function exchange(dispatcher: Dispatcher, request: WireRequest, signal: AbortSignal): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | null = null;
    let head: Omit<WireAnswer, 'body'> | null = null;
    const chunks: Buffer[] = [];

    const fail = (cause: unknown): void => {
      signal.removeEventListener('abort', abort);
      reject(new ExchangeFailed(controller !== null, signal.aborted, cause));
    };
    const abort = (): void => {
      fail(signal.reason);
      controller?.abort(new Error('The time is over.'));
    };
    signal.addEventListener('abort', abort, { once: true });

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: (started) => {
        // Given up while it waited for a connection: aborting here leaves it unwritten.
        if (signal.aborted) started.abort(new Error('The time is over.'));
        else controller = started;
      },
      onResponseStart: (_, httpStatus, headers) => {
        head = { httpStatus, headers: flat(headers) };
      },
      onResponseData: (_, chunk) => {
        chunks.push(chunk);
      },
      onResponseEnd: () => {
        signal.removeEventListener('abort', abort);
        if (head !== null) resolve({ ...head, body: Buffer.concat(chunks) });
      },
      onResponseError: (_, error) => {
        fail(error);
      },
    };
    try {
      dispatcher.dispatch(request, handler);
    } catch (error) {
      fail(error);
    }
  });
}

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]): [string, string] => [
    name.toLowerCase(),
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return Object.fromEntries(entries);
}
