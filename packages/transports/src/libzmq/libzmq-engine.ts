import type { EndpointSyntax, Engine } from '@zeromq-ts/core/spi';
import { ZMTP_SECURITY } from '@zeromq-ts/core/spi';
import { endpointsOn, hasUnixSockets } from '../ipc/platform-endpoints.js';
import { engineContext } from './engine-context.js';
import { LibzmqSocket } from './libzmq-socket.js';
import { loadBinding } from './load-binding.js';
import { TCP_OPTIONS } from '../tcp/tcp-options.js';
import { unsafeOptions } from './unsafe-options.js';
import { withoutEffect } from './unsupported-options.js';

let endpoints: EndpointSyntax | undefined;

/**
 * The engine on libzmq, the C library, through the npm package `zeromq`.
 *
 * The package is loaded when the first socket is created; without it, that fails with a `ZMQError` `ENOTSUP` that says
 * what to install. Choose this engine by its name, `{ engine: 'libzmq' }`, or by this object.
 */
export const libzmq: Engine = {
  seam: 'engine@2',
  name: 'libzmq',
  // Asked for when they are needed: a bundler keeps an unused engine if creating it calls a function.
  get protocols() {
    // Of ws, @zeromq-ts/websocket brings the grammar.
    return hasUnixSockets(process.platform) ? ['tcp', 'ipc', 'inproc', 'ws'] : ['tcp', 'inproc', 'ws'];
  },
  get endpoints() {
    return (endpoints ??= endpointsOn(process.platform));
  },
  security: ZMTP_SECURITY,
  options: [TCP_OPTIONS],
  warningOf(options, rules) {
    const warnings = [unsafeOptions(options), withoutEffect(options, rules)].filter((each) => each !== undefined);
    return warnings.length === 0 ? undefined : warnings.join(' ');
  },
  open: (request) => new LibzmqSocket(request, engineContext(loadBinding(), request.context)),
};
