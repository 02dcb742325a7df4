// The transports come along, so that this package works alone.
import '@zeromq-ts/transports';
import { registerSocketType } from '@zeromq-ts/core/spi';
import { REP, ZMQReply, REQ, ZMQRequest } from './classes.js';

declare module '@zeromq-ts/core' {
  interface SocketTypes {
    REQ: typeof ZMQRequest;
    REP: typeof ZMQReply;
  }
}

registerSocketType(REQ, ZMQRequest);
registerSocketType(REP, ZMQReply);
