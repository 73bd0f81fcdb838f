import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { createEngineHttp } from '../../../src/connectors/http/createEngineHttp.ts';
import type { EngineHttp, EngineHttpOptions, EngineRequest } from '../../../src/connectors/http/engineHttp.ts';

export interface TestServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

export async function serve(listener: RequestListener): Promise<TestServer> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function open(baseUrl: string, options: Partial<EngineHttpOptions> = {}): EngineHttp {
  return createEngineHttp({ baseUrl, name: 'The engine', allowPrivateAddresses: ['127.0.0.0/8', '::1'], ...options });
}

const said = z.strictObject({ said: z.string() });
const refused = z.strictObject({ code: z.string() });

export const REQUEST: EngineRequest<{ said: string }, { code: string }> = {
  method: 'POST',
  path: '/debit',
  body: { points: 5 },
  answerSchema: said,
  refusalSchema: refused,
};
