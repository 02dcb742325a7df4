import { once } from 'node:events';
import '@zeromq-ts/security';
import { ZMQPair } from '@zeromq-ts/pair';
import { ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { ControlSocket } from '@zeromq-ts/proxy';
import { streamer, ZMQProxy } from '@zeromq-ts/proxy';
import { ANYWHERE, ENGINES, Opened, until } from './setup.js';

describe.each(ENGINES)('the control socket of a ZMQProxy on the engine %s', (engine) => {
  const opened = new Opened();
  afterEach(() => opened.close());

  async function steered(control: ControlSocket) {
    const pull = opened.add(new ZMQPull(undefined, { engine }));
    const consumer = opened.add(new ZMQPull(undefined, { engine }));
    const push = opened.add(new ZMQPush(undefined, { engine }));
    push.connect(await consumer.bind(ANYWHERE));
    const producer = opened.add(new ZMQPush(await pull.bind(ANYWHERE), { engine }));
    const proxy = new ZMQProxy(pull, push, { control });
    return { proxy, producer, consumer, running: proxy.run() };
  }

  it('a REP answers every command, and TERMINATE ends the proxy (PX-11, PX-13, PA-01)', async () => {
    const control = opened.add(new ZMQReply(undefined, { engine }));
    const controller = opened.add(new ZMQRequest(await control.bind(ANYWHERE), { engine }));
    const { proxy, running } = await steered(control);
    const ask = async (command: string | string[]): Promise<string> => {
      await controller.send(command);
      return `${await controller.receive()}`;
    };
    expect(await ask('PAUSE')).toBe('');
    expect(proxy.paused).toBe(true);
    expect(await ask('RESUME')).toBe('');
    expect(proxy.paused).toBe(false);
    expect(await ask('pause')).toBe('');
    expect(await ask('')).toBe('');
    expect(await ask(['PAUSE', 'PAUSE'])).toBe('');
    expect(proxy.paused).toBe(false);
    expect(proxy.stats().unknownCommands).toBe(3);
    expect(await ask('TERMINATE')).toBe('');
    await running;
    expect(control.closed).toBe(false);
  });

  it('STATISTICS is eight frames of eight bytes: frames and bytes in and out of each side (PX-12)', async () => {
    const control = opened.add(new ZMQReply(undefined, { engine }));
    const controller = opened.add(new ZMQRequest(await control.bind(ANYWHERE), { engine }));
    const { proxy, producer, consumer } = await steered(control);
    await producer.send(['ab', 'cde']);
    await consumer.receive();
    await until(() => proxy.stats().backend.messagesSent === 1);
    await controller.send('STATISTICS');
    const reply = await controller.receive();
    expect(reply.frames.map((frame) => Number(new BigUint64Array(Uint8Array.from(frame).buffer)[0]))).toEqual([
      2, 5, 0, 0, 0, 0, 2, 5,
    ]);
    await proxy.stop();
  });

  it('a PAIR answers STATISTICS only (PX-11)', async () => {
    const control = opened.add(new ZMQPair(undefined, { engine }));
    const controller = opened.add(new ZMQPair(await control.bind(ANYWHERE), { engine }));
    const { running } = await steered(control);
    for (const command of ['PAUSE', 'NONSENSE', 'RESUME', 'STATISTICS']) await controller.send(command);
    expect((await controller.receive()).length).toBe(8);
    await controller.send('TERMINATE');
    await running;
    expect(controller.tryReceive()).toBeUndefined();
  });

  it('a PULL takes commands and answers nothing; STATISTICS has no effect there (PX-11)', async () => {
    const control = opened.add(new ZMQPull(undefined, { engine }));
    const controller = opened.add(new ZMQPush(await control.bind(ANYWHERE), { engine }));
    const { proxy, running } = await steered(control);
    await controller.send('STATISTICS');
    await controller.send('PAUSE');
    await until(() => proxy.paused);
    await controller.send('TERMINATE');
    await running;
  });

  it('a SUB takes commands (PX-11)', async () => {
    const control = opened.add(new ZMQSubscriber(undefined, [], { engine }));
    const controller = opened.add(new ZMQPublisher(undefined, { engine }));
    control.connect(await controller.bind(ANYWHERE));
    control.subscribe('');
    await controller.subscribed('');
    const { running } = await steered(control);
    await controller.send('TERMINATE');
    await running;
  });

  it('that cannot be used ends the proxy with its error (PX-11)', async () => {
    const taken = await opened.add(new ZMQReply(undefined, { engine })).bind(ANYWHERE);
    const control = opened.add(new ZMQReply(`@${taken}`, { engine }));
    const { proxy, running } = await steered(control);
    await expect(running).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect(proxy.stats().running).toBe(false);
  });

  it('that closes leaves the proxy running (PX-11)', async () => {
    const control = opened.add(new ZMQReply(undefined, { engine }));
    const { proxy, producer, consumer } = await steered(control);
    await control.close();
    await producer.send('still');
    expect((await consumer.receive()).text()).toBe('still');
    await proxy.stop();
  });

  it('that could not be bound is no control socket of a device (PX-11)', async () => {
    const taken = await opened.add(new ZMQPull(undefined, { engine })).bind(ANYWHERE);
    const control = opened.add(new ZMQReply(`@${taken}`, { engine }));
    await expect(streamer(ANYWHERE, ANYWHERE, { control, sockets: { engine } })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });

  it('whose answer cannot be sent takes the next command (PX-11)', async () => {
    const control = opened.add(new ZMQReply(undefined, { engine }));
    const controller = opened.add(new ZMQRequest(await control.bind(ANYWHERE), { engine }));
    const refusing: ControlSocket = {
      type: control.type,
      get closed() {
        return control.closed;
      },
      receive: (each) => control.receive(each),
      send: (answer, each) =>
        Array.isArray(answer) ? Promise.reject(new Error('too large')) : control.send(answer, each),
    };
    const { proxy } = await steered(refusing);
    await controller.send('STATISTICS');
    expect(`${await controller.receive()}`).toBe('');
    await controller.send('PAUSE');
    expect(`${await controller.receive()}`).toBe('');
    expect(proxy.paused).toBe(true);
    await proxy.stop();
  });

  it('a PAIR that waits for room for an answer does so until the proxy has stopped (PX-11)', async () => {
    const control = opened.add(new ZMQPair(undefined, { engine }));
    const controller = opened.add(new ZMQPair(await control.bind(ANYWHERE), { engine }));
    let answer: Promise<boolean> | undefined;
    const full: ControlSocket = {
      type: control.type,
      closed: false,
      receive: (each) => control.receive(each),
      // Another PAIR, without a peer, which has no room at all.
      send: (message, each) => (answer = opened.add(new ZMQPair(undefined, { engine })).send(message, each)),
    };
    const { proxy } = await steered(full);
    await controller.send('STATISTICS');
    await until(() => answer !== undefined);
    await proxy.stop();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
  });
});

it('takes no command of who may not connect to its control socket (PA-07)', async () => {
  const opened = new Opened();
  onTestFinished(() => opened.close());
  const authenticate = ({ password }: { password?: string | undefined }) => password === 'open sesame';
  const control = opened.add(new ZMQReply(undefined, { plainServer: true, authenticate }));
  const endpoint = await control.bind(ANYWHERE);
  const [pull, push] = [opened.add(new ZMQPull('inproc://steered')), opened.add(new ZMQPush('@inproc://onwards'))];
  const proxy = new ZMQProxy(pull, push, { control });
  const running = proxy.run();
  const strangers = [{}, { plainUsername: 'x', plainPassword: 'wrong' }].map((options) => {
    const stranger = opened.add(new ZMQRequest(undefined, options));
    const refused = once(stranger, 'handshake-failed');
    stranger.connect(endpoint);
    return Promise.all([stranger.send('TERMINATE'), refused]);
  });
  await Promise.all(strangers);
  const controller = opened.add(new ZMQRequest(endpoint, { plainUsername: 'x', plainPassword: 'open sesame' }));
  expect(`${await controller.request('PAUSE')}`).toBe('');
  expect(proxy.paused).toBe(true);
  await controller.request('TERMINATE');
  await running;
});
