// A service of zmq-service-suite (version 4), with a router in place of its broker.
const assert = require('node:assert');
const zmq = require('zeromq');
const Message = require('zmq-service-suite-message');
const ZSSService = require('zmq-service-suite-service');

const broker = zmq.socket('router');
broker.bindSync('tcp://127.0.0.1:47161');
const service = new ZSSService({ sid: 'foo', broker: 'tcp://127.0.0.1:47161' });
service.addVerb('ping', (payload, message, reply) => reply(null, { pong: payload }));
broker.on('message', (id, ...frames) => {
  const message = Message.parse(frames);
  if (message.type === Message.Type.REP) {
    assert.deepStrictEqual(message.payload, { pong: 'hello' });
    console.log('ok');
    process.exit(0);
  }
  // It has said that it is there: it gets something to do.
  if (message.address.verb !== 'UP') return;
  const request = new Message('FOO', 'PING');
  request.identity = 'client#1';
  request.headers = {};
  request.payload = 'hello';
  broker.send([id, ...request.toFrames()]);
});
service.run();
