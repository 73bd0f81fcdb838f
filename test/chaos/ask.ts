export interface GraphRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

interface Reply<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** An answer that a service in trouble must not give either. */
export class WrongAnswer extends Error {}

/**
 * Asks the graph. Null: the caller does not know what came of it, because the service could not be reached, was lost on
 * the way, took longer than the caller waits, or said that it cannot tell. Throws WrongAnswer for any other error.
 */
export async function ask<Data>(url: string, request: GraphRequest, patience: number): Promise<Data | null> {
  let reply: Reply<Data>;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(patience),
    });
    reply = (await response.json()) as Reply<Data>;
  } catch {
    return null;
  }
  const { data, errors = [] } = reply;
  const wrong = errors.find(({ extensions }) => extensions?.code !== 'SERVICE_UNAVAILABLE');
  if (wrong !== undefined) throw new WrongAnswer(JSON.stringify(wrong));
  return errors.length > 0 || data == null ? null : data;
}
