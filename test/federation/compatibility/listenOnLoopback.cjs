// Loaded before a server of the suite: whatever port it asks for, it gets a free one, on loopback alone,
// and keeps idle connections for longer than any test takes.
const { Server } = require('node:net');

const listen = Reflect.get(Server.prototype, 'listen');
Server.prototype.listen = function listenOnLoopback(_options, ...rest) {
  this.keepAliveTimeout = 600_000;
  return listen.call(this, { host: '127.0.0.1', port: 0 }, ...rest);
};
