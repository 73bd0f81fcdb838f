import { SCOPES, type Viewer } from '../../../../src/access/viewer.ts';

export interface GraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, string>>;
}

export interface Answer<Data = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Data | null | undefined;
  readonly errors: readonly GraphError[];
}

export interface AskOptions {
  readonly variables?: object;
  readonly viewer?: Partial<Viewer> | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Ask = <Data = unknown>(query: string, options?: AskOptions) => Promise<Answer<Data>>;

const operator: Viewer = { subject: 'operator', scopes: new Set(SCOPES), programs: 'all', memberId: null };

/** Posts operations to a graph: as the operator, as a changed operator, or, with null, as nobody. */
export function asker(url: string): Ask {
  return async (query, { variables = {}, viewer = {}, headers = {} } = {}) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(viewer && { 'x-viewer': headerOf(viewer) }), ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors = [] } = JSON.parse(await response.text());
    return { status: response.status, headers: response.headers, data, errors };
  };
}

function headerOf(viewer: Partial<Viewer>): string {
  const { programs, scopes, ...rest } = { ...operator, ...viewer };
  return JSON.stringify({ ...rest, scopes: [...scopes], programs: programs === 'all' ? programs : [...programs] });
}
