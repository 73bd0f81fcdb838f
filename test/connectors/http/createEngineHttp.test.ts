import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { withDeadline } from '../../../src/connectors/http/deadline.ts';
import type { EngineHttp, EngineHttpOptions } from '../../../src/connectors/http/engineHttp.ts';
import type { RequestListener } from 'node:http';
import { open, REQUEST, serve, type TestServer } from './support.ts';

const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of closing.splice(0)) await one.close();
});

async function given(
  listener: RequestListener,
  options?: Partial<EngineHttpOptions>,
): Promise<EngineHttp & TestServer> {
  const server = await serve(listener);
  const http = open(`${server.url}/base/`, options);
  closing.push(http, server);
  return { ...server, ...http };
}

const soon = (): AbortSignal => withDeadline(20_000);
const answer =
  (status: number, body: unknown, headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    response.writeHead(status, headers).end(JSON.stringify(body));
  };

describe('what a call came to', () => {
  it('is an answer that was understood', async () => {
    const seen: string[] = [];
    const http = await given((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers['content-type']}`);
      answer(200, { said: 'done' })(request, response);
    });
    expect(await http.call({ ...REQUEST, query: { a: 'b&c' } }, soon())).toMatchObject({
      status: 'answered',
      answer: { said: 'done' },
    });
    expect(seen).toEqual(['POST /base/debit?a=b%26c application/json']);
  });

  it('is a refusal where a 4xx says so in a body that was understood', async () => {
    const http = await given(answer(422, { code: 'NO' }));
    expect(await http.call(REQUEST, soon())).toEqual({ status: 'refused', refusal: { code: 'NO' }, httpStatus: 422 });
  });

  it.each([408, 425, 429])('is unknown where a %i says anything', async (status) => {
    const http = await given(answer(status, { code: 'NO' }));
    expect(await http.call(REQUEST, soon())).toMatchObject({ status: 'unknown', httpStatus: status });
  });

  it.each([
    [301, {}],
    [400, { message: 'no' }],
    [404, 'gone'],
    [500, { said: 'done' }],
    [503, { code: 'NO' }],
    [200, { said: 5 }],
    [200, { said: 'done', more: 1 }],
  ])('is unknown where a %i says %j', async (status, body) => {
    const http = await given(answer(status, body, { location: '/elsewhere' }));
    expect(await http.call(REQUEST, soon())).toMatchObject({ status: 'unknown', httpStatus: status });
  });

  it('is not processed where the engine is known to say so, and when it may be sent again is told', async () => {
    const http = await given(answer(503, {}, { 'retry-after': '7' }), { notProcessed: [503] });
    expect(await http.call(REQUEST, soon())).toMatchObject({ status: 'notSent', retryAfter: 7000, httpStatus: 503 });
  });

  it('follows no redirect', async () => {
    let asked = 0;
    const http = await given((request, response) => {
      asked += 1;
      answer(307, {}, { location: '/base/debit' })(request, response);
    });
    await http.call(REQUEST, soon());
    expect(asked).toBe(1);
  });

  it('is unknown where the answer is larger than it may be', async () => {
    const http = await given(answer(200, { said: 'x'.repeat(5000) }), { limits: { maxResponseSize: 4096 } });
    expect(await http.call(REQUEST, soon())).toMatchObject({
      status: 'unknown',
      words: expect.stringMatching(/large/),
    });
  });

  it('is unknown where an answer is not to be believed', async () => {
    const http = await given(answer(200, { said: 'done' }));
    const outcome = await http.call({ ...REQUEST, distrust: () => 'its signature is wrong.' }, soon());
    expect(outcome).toMatchObject({ status: 'unknown', words: expect.stringMatching(/signature/) });
  });
});

describe('a call that was certainly not sent', () => {
  it.each([
    ['http://127.0.0.1:1', /listens/],
    ['https://name.invalid', /DNS/],
  ])('led nowhere: %s', async (url, words) => {
    const http = open(url);
    closing.push(http);
    const outcome = await http.call(REQUEST, soon());
    expect(outcome).toMatchObject({ status: 'notSent', httpStatus: null, words: expect.stringMatching(words) });
  });

  it('led by its name to an address that nobody opened', async () => {
    const server = await serve(answer(200, { said: 'done' }));
    const http = open(`http://localhost:${server.port}`, { allowPrivateAddresses: [] });
    closing.push(http, server);
    expect(await http.call(REQUEST, soon())).toMatchObject({
      status: 'notSent',
      words: expect.stringMatching(/private/),
    });
  });

  it("led a vendor's own client to an address that nobody opened", async () => {
    const server = await serve(answer(200, { said: 'done' }));
    const http = open('https://engine.example', { allowPrivateAddresses: [] });
    closing.push(http, server);
    const request = http.dispatcher.request({ origin: server.url, path: '/', method: 'GET' });
    await expect(request).rejects.toThrow(/private/);
  });

  it('waited for a handshake until its time was over', async () => {
    const mute = createTcpServer();
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const http = open(`https://127.0.0.1:${(mute.address() as AddressInfo).port}`);
    closing.push(http);
    expect(await http.call(REQUEST, withDeadline(200))).toMatchObject({ status: 'notSent' });
    mute.close();
  });

  it('had too little time', async () => {
    let asked = 0;
    const http = await given(() => {
      asked += 1;
    });
    expect(await http.call(REQUEST, withDeadline(40))).toMatchObject({ status: 'notSent' });
    expect(await http.call(REQUEST, AbortSignal.abort())).toMatchObject({ status: 'notSent' });
    expect(asked).toBe(0);
  });

  it('had a path that would lead elsewhere', async () => {
    const http = await given(answer(200, { said: 'done' }));
    for (const path of ['/members/../admin', '/members/%2e%2e/admin', 'members', '/.']) {
      expect(await http.call({ ...REQUEST, path }, soon())).toMatchObject({ status: 'notSent' });
    }
  });

  it('found too many before it', async () => {
    const http = await given(() => {}, { limits: { connections: 1, waiting: 1 } });
    const signals = [withDeadline(300), withDeadline(300), withDeadline(300)];
    const outcomes = await Promise.all(signals.map(async (signal) => http.call(REQUEST, signal)));
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['unknown', 'notSent', 'notSent']);
  });
});

describe('a call that was sent', () => {
  it.each(['at once', 'after half of the answer'])('and cut %s is unknown', async (when) => {
    const http = await given((_, response) => {
      const cut = (): void => void response.socket?.destroy();
      if (when === 'at once') cut();
      else response.writeHead(200, { 'content-length': 100 }).write('{"said":', cut);
    });
    expect(await http.call(REQUEST, soon())).toMatchObject({ status: 'unknown', httpStatus: null });
  });

  it('is given up when its own longest time is over, whatever its caller allows', async () => {
    const http = await given(() => {}, { limits: { callTimeout: 150 } });
    expect(await http.call(REQUEST, new AbortController().signal)).toMatchObject({ status: 'unknown' });
  });
});

it('leaves an engine alone that failed too often, until one call goes well', async () => {
  let asked = 0;
  let status = 500;
  const http = await given(
    (request, response) => {
      asked += 1;
      answer(status, { said: 'done' })(request, response);
    },
    { limits: { breakerPause: 100 } },
  );
  for (let index = 0; index < 30; index += 1) await http.call(REQUEST, soon());
  expect(asked).toBeLessThan(30);
  const before = asked;
  expect(await http.call(REQUEST, soon())).toMatchObject({ status: 'notSent', words: expect.stringMatching(/alone/) });
  expect(asked).toBe(before);
  status = 200;
  await expect.poll(async () => (await http.call(REQUEST, soon())).status).toBe('answered');
});
