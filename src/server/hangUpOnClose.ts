import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Makes closing end every connection: at once where nothing is being answered, and behind the answer elsewhere. Left
 * to Node, a connection over which no request has come yet counts as busy, and one that answers as the server closes is
 * kept alive afterwards: a load balancer's would outlast every drain.
 */
export function hangUpOnClose(app: FastifyInstance): void {
  const idle = new Set<Socket>();
  let isClosing = false;
  app.server.on('connection', (socket) => {
    idle.add(socket);
    socket.once('close', () => idle.delete(socket));
  });
  app.server.on('request', ({ socket }) => idle.delete(socket));
  app.addHook('onSend', (_, reply, payload, done) => {
    if (isClosing) reply.header('connection', 'close');
    done(null, payload);
  });
  app.addHook('onResponse', ({ raw: { socket } }, _, done) => {
    if (!socket.destroyed) idle.add(socket);
    done();
  });
  // Right before it stops listening: nobody comes in between.
  app.addHook('preClose', (done) => {
    isClosing = true;
    for (const socket of idle) socket.destroy();
    done();
  });
}
