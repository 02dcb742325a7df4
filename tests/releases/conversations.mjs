// @ts-nocheck: the packages are those of another project, loaded by name.
// Runs in a project that has installed some of the packages: node conversations.mjs NAME…
//
// All packages named are loaded into one process, each holds its conversation over tcp, ipc and inproc, and the last line
// is what came of each, as JSON. Each conversation uses its own package alone.

import { PassThrough } from 'node:stream';

const names = process.argv.slice(2);
const endpoints = ['tcp://127.0.0.1:*', 'ipc://*', 'inproc://rehearsal'];
const patience = { timeout: 10_000 };

async function inTurn(one, other, open, talk) {
  const first = new one();
  const endpoint = await first.bind(open);
  const second = new other(endpoint);
  try {
    return await talk(first, second);
  } finally {
    await second.close();
    await first.close();
  }
}

const conversations = {
  '@zeromq-ts/reqrep': ({ ZMQReply, ZMQRequest }, at) =>
    inTurn(ZMQReply, ZMQRequest, at, async (reply, request) => {
      await request.send('hello');
      const question = await reply.receive(patience);
      await reply.send(question);
      return (await request.receive(patience)).text();
    }),
  '@zeromq-ts/pubsub': ({ ZMQPublisher, ZMQSubscriber }, at) =>
    inTurn(ZMQPublisher, ZMQSubscriber, at, async (publisher, subscriber) => {
      subscriber.subscribe('h');
      await publisher.subscribed('h', patience);
      await publisher.send(['other', 'x']);
      await publisher.send(['hello', 'x']);
      return (await subscriber.receive(patience)).text();
    }),
  '@zeromq-ts/pushpull': ({ ZMQPull, ZMQPush }, at) =>
    inTurn(ZMQPull, ZMQPush, at, async (pull, push) => {
      await push.send('hello');
      return (await pull.receive(patience)).text();
    }),
  '@zeromq-ts/dealerrouter': ({ ZMQDealer, ZMQRouter }, at) =>
    inTurn(ZMQRouter, ZMQDealer, at, async (router, dealer) => {
      await dealer.send('hello');
      await router.send(await router.receive(patience));
      return (await dealer.receive(patience)).text();
    }),
  '@zeromq-ts/pair': ({ ZMQPair }, at) =>
    inTurn(ZMQPair, ZMQPair, at, async (here, there) => {
      await there.send('hello');
      await here.send(await here.receive(patience));
      return (await there.receive(patience)).text();
    }),
  '@zeromq-ts/proxy': async ({ streamer }, at) => {
    const near = (name) => at.replace('rehearsal', name);
    const middle = await streamer(at, near('behind'));
    const source = await streamer(near('before'), `>${middle.frontend.endpoint}`);
    const sink = await streamer(`>${middle.backend.endpoint}`, near('after'));
    // What it would take is received here.
    await sink.proxy.pause();
    await source.backend.send('hello');
    const text = (await sink.frontend.receive(patience)).text();
    for (const device of [source, middle, sink]) await device.close();
    return text;
  },
  '@zeromq-ts/stream': async ({ ZMQStream }) => {
    const server = new ZMQStream();
    const client = new ZMQStream();
    client.connect(await server.bind('tcp://127.0.0.1:*'), { routingId: 'server' });
    await client.send(['server', 'hello']);
    const text = (await server.receive(patience)).text(1);
    await client.close();
    await server.close();
    return text;
  },
  '@zeromq-ts/recording': async ({ formatEntry, readRecording }) => {
    const header = { kind: 'header', started: '2026-11-26T07:10:14.725287Z', type: 'PULL', endpoints: [] };
    const message = { kind: 'message', time: 0, frames: [Buffer.from('hello')] };
    const texts = [];
    for await (const entry of readRecording([header, message].map(formatEntry))) {
      if (entry.kind === 'message') texts.push(`${entry.frames[0]}`);
    }
    return texts.join();
  },
  '@zeromq-ts/stats': async ({ exposeStats, watchStats }) => {
    const exposed = await exposeStats('tcp://127.0.0.1:*', { name: 'hello' });
    const watch = watchStats({ endpoints: [exposed.endpoint] });
    let text;
    for await (const { snapshot } of watch) {
      text = snapshot?.name;
      if (text !== undefined) break;
    }
    await watch.close();
    await exposed.close();
    return text;
  },
  '@zeromq-ts/dashboard': async ({ dashboard }) => {
    const page = dashboard({ processes: (async function* () {})(), auth: false });
    const { createServer } = await import('node:http');
    const server = createServer(page.handler).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const response = await fetch(`http://127.0.0.1:${server.address().port}/`);
    const text = /dashboard/.test(await response.text()) ? 'hello' : 'no page';
    server.closeAllConnections();
    server.close();
    await page.close();
    return text;
  },
  '@zeromq-ts/typed': ({ json, Message }) => json().decode(new Message(JSON.stringify('hello'))),
  '@zeromq-ts/rpc': async ({ RpcClient, RpcServer, service }, at) => {
    const echo = service({ echo: {} });
    const server = new RpcServer(echo, { echo: (input) => input });
    const client = new RpcClient(echo, await server.bind(at), patience);
    const text = await client.call.echo('hello');
    await client.close();
    await server.close();
    return text;
  },
  '@zeromq-ts/workers': async ({ job, PoolWorker, WorkerPool }, at) => {
    const echo = job();
    const pool = new WorkerPool(echo);
    const worker = new PoolWorker(echo, (input) => input, await pool.bind(at));
    const text = await pool.run('hello');
    await worker.close();
    await pool.close();
    return text;
  },
  '@zeromq-ts/zeromq': async ({ Pull, Push }, at) => {
    const pull = new Pull({ receiveTimeout: patience.timeout });
    await pull.bind(at);
    const push = new Push();
    push.connect(pull.lastEndpoint);
    await push.send('hello');
    const text = String(await pull.receive());
    push.close();
    pull.close();
    return text;
  },
  'zeromq-ts': (all, at) => conversations['@zeromq-ts/pubsub'](all, at),
  '@zeromq-ts/core': ({ createSocket, parseEndpoint }, at) => {
    if (typeof createSocket !== 'function') return 'no createSocket';
    return parseEndpoint(at).protocol === at.split(':')[0] ? 'hello' : 'another protocol';
  },
  '@zeromq-ts/transports': () => 'hello',
  '@zeromq-ts/websocket': ({ ws, wss }) =>
    `${ws().protocol} ${wss().protocol}` === 'ws wss' ? 'hello' : 'no transports',
  '@zeromq-ts/cli': async ({ run }) => {
    const { stdin, stderr, env } = process;
    const stdout = new PassThrough();
    const { signal } = new AbortController();
    const code = await run(['help', 'exit-codes'], { stdin, stdout, stderr, env, signal });
    return code === 0 && String(stdout.read()).startsWith('Exit codes:') ? 'hello' : `exit code ${code}`;
  },
  '@zeromq-ts/security': ({ Certificate }) => (Certificate.generate().publicKey.length === 40 ? 'hello' : 'no key'),
};

/** CURVE with a pattern of one copy of core and the cryptography of another. */
async function secured({ ZMQPull, ZMQPush }, { Certificate }) {
  const [server, client] = [Certificate.generate(), Certificate.generate()];
  const pull = new ZMQPull(undefined, { ...server.server(), authenticate: [client.publicKey] });
  const push = new ZMQPush(await pull.bind('tcp://127.0.0.1:*'), client.client(server));
  await push.send('hello');
  const text = (await pull.receive(patience)).text();
  await push.close();
  await pull.close();
  return text;
}

const results = {};
const described = (error) => `${error?.name}: ${String(error?.message).split('\n')[0]}`;
const finish = () => {
  console.log(JSON.stringify(results));
  process.exit(0);
};
process.on('uncaughtException', (error) => {
  results['the process'] = described(error);
  finish();
});

const loaded = {};
for (const name of names) {
  try {
    loaded[name] = await import(name);
  } catch (error) {
    results[name] = described(error);
  }
}
for (const [name, exported] of Object.entries(loaded)) {
  for (const at of endpoints) {
    const key = `${name} over ${at.split(':')[0]}`;
    try {
      results[key] = await conversations[name](exported, at);
    } catch (error) {
      results[key] = described(error);
    }
  }
}
if (loaded['@zeromq-ts/security'] && loaded['@zeromq-ts/pushpull']) {
  try {
    results['CURVE'] = await secured(loaded['@zeromq-ts/pushpull'], loaded['@zeromq-ts/security']);
  } catch (error) {
    results['CURVE'] = described(error);
  }
}
finish();
