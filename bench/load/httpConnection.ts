import { connect, type Socket } from 'node:net';

export interface Reply {
  readonly status: number;
  readonly body: string;
}

/** One keep-alive connection that carries one request at a time. */
export interface HttpConnection {
  /** The headers beside the connection's own are this request's alone. */
  post(body: string, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  close(): void;
}

const HEAD_END = '\r\n\r\n';

/**
 * A client that does next to nothing, so that on a small machine the load costs little beside what it measures:
 * node:http's client would take more of a core than the service's share of an answer. Knows HTTP/1.1 with a
 * Content-Length or in chunks.
 */
export async function openConnection(url: URL, headers: Readonly<Record<string, string>>): Promise<HttpConnection> {
  const socket = await connected(url);
  const head =
    `POST ${url.pathname} HTTP/1.1\r\nhost: ${url.host}\r\n` +
    `content-type: application/json\r\naccept: application/json\r\n${lines(headers)}content-length: `;
  let waiting: { resolve: (reply: Reply) => void; reject: (reason: Error) => void } | null = null;
  let received: Buffer = Buffer.alloc(0);

  const fail = (reason: Error): void => {
    waiting?.reject(reason);
    waiting = null;
  };
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const reply = parseReply(received);
    if (reply === null || waiting === null) return;
    const { resolve } = waiting;
    waiting = null;
    received = Buffer.alloc(0);
    resolve(reply);
  });
  socket.on('error', fail);
  socket.on('close', () => fail(new Error(`${url.host} closed the connection`)));

  return {
    async post(body, more = {}) {
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(`${head}${Buffer.byteLength(body)}\r\n${lines(more)}\r\n${body}`);
      });
    },
    close: () => socket.destroy(),
  };
}

function lines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
}

async function connected(url: URL): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true }, () => {
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

/** The reply when all of it is there; null: not yet. */
function parseReply(received: Buffer): Reply | null {
  const headEnd = received.indexOf(HEAD_END);
  if (headEnd === -1) return null;
  const head = received.toString('latin1', 0, headEnd);
  const status = Number(head.slice(9, 12));
  const bodyStart = headEnd + HEAD_END.length;
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined) return parseChunks(received, bodyStart, status);
  const bodyEnd = bodyStart + Number(length);
  return received.length < bodyEnd ? null : { status, body: received.toString('utf8', bodyStart, bodyEnd) };
}

function parseChunks(received: Buffer, bodyStart: number, status: number): Reply | null {
  let body = '';
  for (let at = bodyStart; ;) {
    const sizeEnd = received.indexOf('\r\n', at);
    if (sizeEnd === -1) return null;
    const size = Number.parseInt(received.toString('latin1', at, sizeEnd), 16);
    const chunkEnd = sizeEnd + 2 + size;
    if (received.length < chunkEnd + 2) return null;
    if (size === 0) return { status, body };
    body += received.toString('utf8', sizeEnd + 2, chunkEnd);
    at = chunkEnd + 2;
  }
}
