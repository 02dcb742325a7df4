import { Dealer, Proxy, Pull, Push, Router } from 'zeromq';
import { perform, tell, text } from '../participant.js';

/** Runs the proxy of libzmq, in a thread of its own, between what binds and what connects. */
async function between(frontend: Pull | Router, backend: Push | Dealer): Promise<void> {
  await frontend.bind(text('endpoint'));
  backend.connect(text('backend'));
  tell({ bound: frontend.lastEndpoint });
  await new Proxy(frontend, backend).run();
}

await perform({
  streamer: () => between(new Pull(), new Push()),
  queue: () => between(new Router(), new Dealer()),
});
