import { describe, expect, test } from 'vitest';
import { ENGINES } from './engines.js';
import { ExampleProgram as Program } from './example-program.js';

const FREE = 'tcp://127.0.0.1:*';

/** Ends a program as Ctrl-C does, and expects it to end in peace. */
async function interrupt(program: Program): Promise<void> {
  program.signalGroup('SIGINT');
  await finish(program);
}

async function finish(program: Program): Promise<void> {
  expect({ ended: await program.ended, complaints: program.complaints }).toEqual({ ended: 0, complaints: '' });
}

describe.each(ENGINES)('on the engine %s', (engine) => {
  /** A program on this engine. */
  class ExampleProgram extends Program {
    constructor(path: string, args: readonly string[] = []) {
      super(path, args, { ZMQ_ENGINE: engine });
    }
  }

  test('hello world: ten times Hello, ten times World', async () => {
    const server = new ExampleProgram('hello-world/server', [FREE]);
    const client = new ExampleProgram('hello-world/client', [await server.endpoint(/^Serving/)]);
    await finish(client);
    expect(client.lines).toEqual(Array.from({ length: 10 }, (_, index) => `Received World (${index + 1})`));
    await interrupt(server);
    expect(server.lines.slice(1)).toEqual(Array.from({ length: 10 }, () => 'Received Hello'));
  });

  test('weather update: the client averages the updates for its postcode', async () => {
    const server = new ExampleProgram('weather-update/server', [FREE]);
    const client = new ExampleProgram('weather-update/client', [await server.endpoint(/^Publishing/), '10042', '5']);
    await finish(client);
    expect(client.lines.at(-1)).toMatch(/^Average temperature for 10042: -?\d+\.\d °C$/);
    await interrupt(server);
  });

  test('task ventilator: a hundred tasks, two workers, one sink', async () => {
    const sink = new ExampleProgram('task-ventilator/sink', [FREE]);
    const results = await sink.endpoint(/^Collecting/);
    const ventilator = new ExampleProgram('task-ventilator/ventilator', [FREE, results, '2']);
    const tasks = await ventilator.endpoint(/^Handing out/);
    const workers = [1, 2].map(() => new ExampleProgram('task-ventilator/worker', [tasks, results]));
    await Promise.all([ventilator, sink].map(finish));
    expect(ventilator.lines.at(-1)).toMatch(/^Handed out 100 tasks/);
    expect(sink.output).toContain('100 of 100 done');
    await Promise.all(workers.map(interrupt));
  });

  test('inproc request-reply: three greetings in one process', async () => {
    const program = new ExampleProgram('inproc-request-reply/main');
    await finish(program);
    expect(program.lines).toEqual(['Hello Ada', 'Hello Grace', 'Hello Barbara']);
  });

  test('reversed bind and connect: publishers come to the subscriber', async () => {
    const program = new ExampleProgram('reversed-bind-connect/main');
    await finish(program);
    expect(program.lines).toEqual(['web', 'database', 'mail'].map((name) => `error from ${name}: out of coffee`));
  });

  test('stonehouse: a client with any key is let in', async () => {
    const program = new ExampleProgram('stonehouse/main');
    await finish(program);
    expect(program.lines).toEqual(['Hello', 'Stonehouse test OK']);
  });

  test('ironhouse: a client with a certificate is let in, and one without is refused', async () => {
    const program = new ExampleProgram('ironhouse/main');
    await finish(program);
    expect(program.lines.toSorted()).toEqual([
      'Hello',
      'Ironhouse test OK',
      // The engine libzmq does not know the certificate by then.
      expect.stringMatching(/^let in: (Alice|a client)$/),
      'refused (400): its certificate is not in the store',
    ]);
  });

  test('broker: clients and services meet without knowing each other', async () => {
    const broker = new ExampleProgram('broker/broker', [FREE, FREE]);
    const match = await broker.line(/^Clients at (\S+), services at (\S+)$/);
    const [, forClients = '', forServices = ''] = match;
    const services = [1, 2].map(() => new ExampleProgram('hello-world/server', [`>${forServices}`]));
    await Promise.all(services.map((service) => service.line(/^Serving/)));
    const clients = [1, 2].map(() => new ExampleProgram('hello-world/client', [forClients]));
    await Promise.all(clients.map(finish));
    for (const client of clients) expect(client.lines).toHaveLength(10);
    await Promise.all([broker, ...services].map(interrupt));
    expect(services.flatMap((service) => service.lines.slice(1))).toHaveLength(20);
  });

  test('Lazy Pirate: every request is answered, over a server that is slow once and down once', async () => {
    const server = new ExampleProgram('lazy-pirate/server', [FREE]);
    const client = new ExampleProgram('lazy-pirate/client', [await server.endpoint(/^Serving/)]);
    await finish(client);
    expect(client.lines.map((line) => line.replace(/, at try \d$/, ''))).toEqual(
      [1, 2, 3, 4, 5, 6].map((number) => `Request ${number}: answer ${number}`),
    );
    expect(server.output).toContain('Request 3: overloaded');
    expect(server.output).toContain('Request 5: down');
    await interrupt(server);
  });

  test('Lazy Pirate: a server that is not there is given up', async () => {
    // Nobody listens on the discard port of the loopback interface.
    const client = new ExampleProgram('lazy-pirate/client', ['tcp://127.0.0.1:9']);
    expect(await client.ended).toBe(1);
    expect(client.lines).toEqual(['Request 1: the server seems to be offline, giving up']);
  });
});
