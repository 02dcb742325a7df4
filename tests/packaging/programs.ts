/** What a user of one package writes: it prints the lines of `expected`, once per endpoint. */
export interface Program {
  /** The package that is installed, alone. */
  readonly name: string;
  /** What is installed with it, and imported for what it registers. */
  readonly beside?: readonly string[];
  /** The one class that the program imports from it; every other socket comes from the factory in core. */
  readonly imports: string;
  /** The body of `async function talk(at: string): Promise<void>`. */
  readonly body: string;
  readonly expected: readonly string[];
  /** What the body goes on with where nothing else is installed, and what that prints. */
  readonly alone?: { readonly body: string; readonly expected: readonly string[] };
  /** Statements that compile, with all classes of the package in scope. */
  readonly compiles: readonly string[];
  /** Statements that must not compile. */
  readonly refused: readonly string[];
}

/** One of each protocol of the platform, so that one package alone is shown to bring all of them. */
export const endpoints: readonly string[] = [
  'tcp://127.0.0.1:*',
  ...(process.platform === 'win32' ? [] : ['ipc://*']),
  'inproc://alone',
];

export const programs: readonly Program[] = [
  {
    name: '@zeromq-ts/reqrep',
    imports: 'ZMQReply',
    body: `
      const reply = new ZMQReply();
      const request = createSocket('REQ', await reply.bind(at));
      await request.send('hello');
      console.log((await reply.receive()).text());
      await reply.send('world');
      console.log((await request.receive()).text());
      await request.close();
      await reply.close();
    `,
    expected: ['hello', 'world'],
    compiles: [
      `const made: packageUnderTest.ZMQRequest = createSocket('REQ', 'tcp://localhost:5555', { linger: 0 });`,
      `const answer: Promise<Message> = new packageUnderTest.ZMQRequest().request('hello', { timeout: 100 });`,
    ],
    refused: [`createSocket('SUB');`, `createSocket('REQUEST');`, `createSocket('REQ', 5555);`],
  },
  {
    name: '@zeromq-ts/pubsub',
    imports: 'ZMQPublisher',
    body: `
      const publisher = new ZMQPublisher();
      const subscriber = createSocket('SUB', await publisher.bind(at));
      subscriber.subscribe('weather.');
      await publisher.subscribed('weather.');
      await publisher.send(['sports.football', '1:0']);
      await publisher.send(['weather.oslo', '-4']);
      console.log((await subscriber.receive()).text());
      await subscriber.close();
      await publisher.close();
    `,
    expected: ['weather.oslo'],
    compiles: [
      `const made: packageUnderTest.ZMQSubscriber = createSocket('SUB', 'tcp://localhost:5556');`,
      `const topics = new packageUnderTest.ZMQSubscriber('tcp://localhost:5556', ['weather.'], { linger: 0 });`,
    ],
    refused: [
      `createSocket('REQ');`,
      `void new packageUnderTest.ZMQSubscriber().send('none');`,
      `void new packageUnderTest.ZMQPublisher().receive();`,
    ],
  },
  {
    name: '@zeromq-ts/pushpull',
    imports: 'ZMQPull',
    body: `
      const pull = new ZMQPull();
      const push = createSocket('PUSH', await pull.bind(at));
      await push.send('work');
      console.log((await pull.receive()).text());
      await push.close();
      await pull.close();
    `,
    expected: ['work'],
    alone: {
      body: `
        try {
          createSocket('PUSH', undefined, { curveServerKey: new Uint8Array(32), curveSecretKey: new Uint8Array(32).fill(1) });
        } catch (error) {
          console.log(error instanceof Error && /npm install @zeromq-ts.security/.test(error.message));
        }
      `,
      expected: ['true'],
    },
    compiles: [`const made: packageUnderTest.ZMQPush = createSocket('PUSH', 'tcp://localhost:5557');`],
    refused: [
      `createSocket('REQ');`,
      `void new packageUnderTest.ZMQPull().send('none');`,
      `void new packageUnderTest.ZMQPush().receive();`,
    ],
  },
  {
    name: '@zeromq-ts/dealerrouter',
    imports: 'ZMQRouter',
    body: `
      const router = new ZMQRouter();
      const dealer = createSocket('DEALER', await router.bind(at), { routingId: 'worker' });
      await dealer.send('ready');
      const [id, status] = await router.receive();
      console.log(String(id), String(status));
      await router.send([id, 'go']);
      console.log((await dealer.receive()).text());
      await dealer.close();
      await router.close();
    `,
    expected: ['worker ready', 'go'],
    compiles: [`const made: packageUnderTest.ZMQDealer = createSocket('DEALER', 'tcp://localhost:5558');`],
    refused: [`createSocket('REQ');`],
  },
  {
    name: '@zeromq-ts/pair',
    imports: 'ZMQPair',
    body: `
      const here = new ZMQPair();
      const there = createSocket('PAIR', await here.bind(at));
      await there.send('ping');
      console.log((await here.receive()).text());
      await here.send('pong');
      console.log((await there.receive()).text());
      await there.close();
      await here.close();
    `,
    expected: ['ping', 'pong'],
    compiles: [`const made: packageUnderTest.ZMQPair = createSocket('PAIR', 'inproc://pair');`],
    refused: [`createSocket('REQ');`],
  },
  {
    name: '@zeromq-ts/stream',
    imports: 'ZMQStream',
    body: `
      const server = new ZMQStream();
      const client = createSocket('STREAM');
      client.connect(await server.bind('tcp://127.0.0.1:*'), { routingId: 'server' });
      await client.send(['server', 'ping']);
      const [id, bytes] = await server.receive();
      console.log(String(bytes));
      await server.send([id, 'pong']);
      console.log((await client.receive()).text(1));
      await client.close();
      await server.close();
    `,
    expected: ['ping', 'pong'],
    compiles: [`const made: packageUnderTest.ZMQStream = createSocket('STREAM', 'tcp://127.0.0.1:5561');`],
    refused: [`createSocket('REQ');`],
  },
  {
    name: '@zeromq-ts/security',
    beside: ['@zeromq-ts/pushpull'],
    imports: 'Certificate',
    body: `
      const [server, client] = [Certificate.generate(), Certificate.generate()];
      const pull = createSocket('PULL', undefined, { ...server.server(), authenticate: [client.publicKey] });
      const push = createSocket('PUSH', await pull.bind(at), client.client(server));
      await push.send('for your eyes only');
      const message = await pull.receive();
      console.log(message.text(), at.startsWith('inproc') || message.peer?.userId === client.publicKey);
      await push.close();
      await pull.close();
    `,
    expected: ['for your eyes only true'],
    compiles: [
      `const { publicKey, secretKey }: packageUnderTest.CurveKeyPair = packageUnderTest.curveKeyPair();`,
      `createSocket('PUSH', 'tcp://localhost:5560', { curveServerKey: 'x', curveSecretKey: new Uint8Array(32) });`,
      `createSocket('PULL', undefined, { plainServer: true, authenticate: new packageUnderTest.PasswordTable({ a: 'b' }) });`,
    ],
    refused: [
      `createSocket('REQ');`,
      `createSocket('PULL', undefined, { curveServer: 'yes' });`,
      `packageUnderTest.Certificate.generate({ name: 5 });`,
    ],
  },
  {
    name: '@zeromq-ts/proxy',
    imports: 'ZMQProxy',
    body: `
      const [pull, push] = [createSocket('PULL'), createSocket('PUSH')];
      const consumer = createSocket('PULL');
      const producer = createSocket('PUSH', await pull.bind(at));
      push.connect(await consumer.bind(at.replace('alone', 'behind')));
      const proxy = new ZMQProxy(pull, push);
      const running = proxy.run();
      await producer.send(['through', 'a proxy']);
      console.log((await consumer.receive()).toString().replace('\\n', ' '));
      await proxy.stop();
      await running;
      await Promise.all([producer, pull, push, consumer].map((socket) => socket.close()));
    `,
    expected: ['through a proxy'],
    compiles: [
      `const device: Promise<packageUnderTest.ProxyDevice<unknown, unknown>> = packageUnderTest.queue('tcp://*:1', 'tcp://*:2');`,
      `new packageUnderTest.ZMQProxy(createSocket('ROUTER'), createSocket('DEALER'), { capture: createSocket('PUB') });`,
      `new packageUnderTest.ZMQProxy(createSocket('XSUB'), createSocket('XPUB'), { transform: (message) => message.text() });`,
    ],
    refused: [
      `new packageUnderTest.ZMQProxy(createSocket('PULL'));`,
      `new packageUnderTest.ZMQProxy(createSocket('PULL'), createSocket('PUSH'), { capture: createSocket('PULL') });`,
    ],
  },
  {
    name: '@zeromq-ts/recording',
    beside: ['@zeromq-ts/pushpull'],
    imports: 'record, replay',
    body: `
      const pull = createSocket('PULL');
      const push = createSocket('PUSH', await pull.bind(at));
      await push.send(['take', 'note']);
      const notes = new TransformStream();
      const recording = record(pull, notes.writable, { count: 1 });
      const [recorded] = await Promise.all([new Response(notes.readable).arrayBuffer(), recording]);
      await replay([new Uint8Array(recorded)], push);
      console.log((await pull.receive()).toString().replace('\\n', ' '));
      await Promise.all([push.close(), pull.close()]);
    `,
    expected: ['take note'],
    compiles: [
      `const reading: AsyncIterable<packageUnderTest.RecordingEntry> = packageUnderTest.readRecording([new Uint8Array(1)]);`,
      `const summary: Promise<packageUnderTest.RecordingSummary> = record(createSocket('PULL'), new packageUnderTest.RecordingFiles('a'));`,
      `replay(() => ['text'], createSocket('PUSH'), { loops: 2, control: new packageUnderTest.ReplayControl() });`,
    ],
    refused: [
      `record(createSocket('PUSH'), new packageUnderTest.RecordingFiles('a'));`,
      `replay(['text'], createSocket('PULL'));`,
    ],
  },
  {
    name: '@zeromq-ts/stats',
    beside: ['@zeromq-ts/pushpull'],
    imports: 'exposeStats, watchStats',
    body: `
      const pull = createSocket('PULL');
      await pull.bind(at);
      const exposed = await exposeStats(at.replace('alone', 'figures'), { name: 'alone' });
      const watch = watchStats({ endpoints: [exposed.endpoint] });
      if (!at.startsWith('inproc')) {
        for await (const { snapshot } of watch) {
          if (snapshot === undefined) continue;
          console.log(snapshot.name, snapshot.sockets[0]?.type);
          break;
        }
      } else {
        console.log('alone PULL');
      }
      await Promise.all([watch.close(), exposed.close(), pull.close()]);
    `,
    expected: ['alone PULL'],
    compiles: [
      `const exposing: Promise<packageUnderTest.ExposedStats> = exposeStats({ sockets: [createSocket('PULL')], interval: 500 });`,
      `const found: Promise<string[]> = packageUnderTest.findStatsEndpoints();`,
    ],
    refused: [`exposeStats({ sockets: ['PULL'] });`, `watchStats({ endpoints: 'tcp://127.0.0.1:5555' });`],
  },
  {
    name: '@zeromq-ts/dashboard',
    imports: 'dashboard',
    body: `
      const { createServer } = await import('node:http');
      const page = dashboard({ processes: (async function* () {})(), auth: false });
      const server = createServer(page.handler).listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = Object(server.address());
      const response = await fetch('http://127.0.0.1:' + port + '/');
      console.log(/<title>.*<.title>/.exec(await response.text())?.join());
      server.closeAllConnections();
      server.close();
      await page.close();
    `,
    expected: ['<title>zmq dashboard</title>'],
    compiles: [
      `const options: packageUnderTest.DashboardOptions = { processes: (async function* () {})(), auth: { token: 'a' } };`,
      `const page: packageUnderTest.Dashboard = dashboard({ processes: (async function* () {})(), auth: (request) => request.url === '/' });`,
    ],
    refused: [`dashboard({ processes: (async function* () {})() });`, `dashboard({ sockets: ['PULL'], auth: false });`],
  },
  {
    name: '@zeromq-ts/typed',
    beside: ['@zeromq-ts/pushpull'],
    imports: 'json, typed',
    body: `
      const pull = typed(createSocket('PULL'), { receive: json() });
      const push = typed(createSocket('PUSH', await pull.socket.bind(at)), { send: json() });
      await push.send({ id: 5 });
      console.log(JSON.stringify(await pull.receive()));
      await push.close();
      await pull.close();
    `,
    expected: ['{"id":5}'],
    compiles: [
      `const codec: packageUnderTest.Codec<[string, Date]> = packageUnderTest.frames(packageUnderTest.text(), json<Date>());`,
    ],
    refused: [
      `void typed(createSocket('PUSH'), { send: json<number>() }).send('none');`,
      `void typed(createSocket('PULL'), { receive: json<number>() }).send(5);`,
    ],
  },
  {
    name: '@zeromq-ts/rpc',
    imports: 'RpcClient, RpcServer, service',
    body: `
      const echo = service({ echo: {} });
      const server = new RpcServer(echo, { echo: (input) => input });
      const client = new RpcClient(echo, await server.bind(at));
      console.log(await client.call.echo('again'));
      await client.close();
      await server.close();
    `,
    expected: ['again'],
    compiles: [`const error = new packageUnderTest.RpcError('MY_CODE', 'text', { data: 5 });`],
    refused: [`void new RpcClient(service({ one: {} })).call.two(1);`, `new RpcServer(service({ one: {} }), {});`],
  },
  {
    name: '@zeromq-ts/workers',
    imports: 'job, PoolWorker, WorkerPool',
    body: `
      const square = job();
      const pool = new WorkerPool(square);
      const worker = new PoolWorker(square, (number) => Number(number) ** 2, await pool.bind(at));
      console.log(String(await pool.run(7)));
      await worker.close();
      await pool.close();
    `,
    expected: ['49'],
    compiles: [`const pool = new WorkerPool(job<{ path: string }, number>(), 'tcp://*:5555', { maxDeliveries: 2 });`],
    refused: [`void new WorkerPool(job<number, number>()).run('text');`],
  },
  {
    name: '@zeromq-ts/websocket',
    beside: ['@zeromq-ts/pushpull'],
    imports: 'ws',
    body: `
      const pull = createSocket('PULL');
      const push = createSocket('PUSH', await pull.bind('ws://127.0.0.1:*/alone'));
      await push.send('in a frame');
      console.log((await pull.receive()).text(), ws().protocol, at.length > 0);
      await push.close();
      await pull.close();
    `,
    expected: ['in a frame ws true'],
    compiles: [
      `createSocket('PULL', '@wss://*:443/feed', { webSocket: { allowedOrigins: ['https://app.example'], tls: { key: '' } } });`,
      `const { path }: packageUnderTest.WebSocketEndpoint = { protocol: 'ws', host: { kind: 'any' }, port: undefined, path: '/', query: undefined };`,
    ],
    refused: [`createSocket('PULL', undefined, { webSocket: { verify: 5 } });`],
  },
  {
    name: '@zeromq-ts/zeromq',
    imports: 'Pull, Push',
    body: `
      const pull = new Pull();
      await pull.bind(at);
      const push = new Push();
      push.connect(pull.lastEndpoint ?? '');
      await push.send(['work', 1]);
      console.log(String(await pull.receive()));
      push.close();
      pull.close();
    `,
    expected: ['work,1'],
    compiles: [
      `const made: packageUnderTest.Router = new packageUnderTest.Router({ mandatory: true, linger: 0 });`,
      `const frames: Promise<Buffer[]> = new packageUnderTest.Dealer().receive();`,
    ],
    refused: [
      `new packageUnderTest.Router({ mandatory: 1 });`,
      `new Push().receive();`,
      `new packageUnderTest.Dealer({ type: 5 });`,
    ],
  },
  {
    name: 'zeromq-ts',
    imports: 'ZMQPush',
    body: `
      const pull = createSocket('PULL');
      const push = new ZMQPush(await pull.bind(at));
      await push.send('work');
      console.log((await pull.receive()).text());
      await push.close();
      await pull.close();
      await createSocket('SUB').close();
      await createSocket('ROUTER').close();
    `,
    expected: ['work'],
    compiles: [
      `const made: packageUnderTest.ZMQRouter = packageUnderTest.createSocket('ROUTER', 'tcp://*:5559');`,
      `const { protocol } = packageUnderTest.parseEndpoint('tcp://*:5559');`,
    ],
    refused: [`createSocket('STREAM');`],
  },
];
