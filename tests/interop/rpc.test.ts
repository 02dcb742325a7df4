import { RpcClient, RpcServer, service } from '@zeromq-ts/rpc';
import { expect, it, onTestFinished } from 'vitest';
import { IN_PEACE } from '../processes/line-child.js';
import { ForeignPeer } from './foreign-peer.js';
import { describeLibraries, freshEndpoint } from './meetings.js';

const calculator = service({ double: {}, later: {}, count: { stream: true } });

const bytes = (...frames: readonly string[]): Buffer[] => frames.map((frame) => Buffer.from(frame));
const texts = (frames: readonly Buffer[]): string[] => frames.map(String);

describeLibraries((engine, program) => {
  async function serve() {
    let open = (_result: string): void => {};
    const gate = new Promise<string>((resolve) => {
      open = resolve;
    });
    const server = new RpcServer(
      calculator,
      {
        double: (number) => Number(number) * 2,
        later: () => gate,
        *count(to) {
          for (let number = 1; number <= Number(to); number++) yield number;
        },
      },
      undefined,
      { socket: { engine: engine } },
    );
    onTestFinished(() => server.close({ timeout: 0 }));
    return { server, endpoint: await server.bind(freshEndpoint('tcp')), open };
  }

  it('an RpcServer answers their REQ', async () => {
    const { server, endpoint } = await serve();
    const req = await ForeignPeer.start(program, 'REQ', 'connect', endpoint);
    await req.send(...bytes('double', '21'));
    expect(texts(await req.receive())).toEqual(['R', '42']);
    await req.send(...bytes('halve', '42'));
    const [kind, error = ''] = texts(await req.receive());
    expect([kind, JSON.parse(error)]).toEqual(['E', expect.objectContaining({ code: 'NOT_FOUND' })]);
    await req.send(...bytes('$info'));
    expect(texts(await req.receive())[1]).toContain('"name":"double"');
    expect(await req.end()).toEqual(IN_PEACE);
    expect(server.stats()).toMatchObject({ calls: 2, succeeded: 1, failed: 1, malformed: 0 });
  });

  it('an RpcServer carries out several calls of their DEALER at a time, and streams to it', async () => {
    const { endpoint, open } = await serve();
    const dealer = await ForeignPeer.start(program, 'DEALER', 'connect', endpoint);
    await dealer.send(...bytes('a', '', 'later'));
    await dealer.send(...bytes('b', '', 'double', '4'));
    expect(texts(await dealer.receive())).toEqual(['b', '', 'R', '8']);
    open('done');
    expect(texts(await dealer.receive())).toEqual(['a', '', 'R', '"done"']);
    await dealer.send(...bytes('c', '', 'count', '2'));
    const stream = [await dealer.receive(), await dealer.receive(), await dealer.receive()];
    expect(stream.map(texts)).toEqual([
      ['c', '', 'P', '1'],
      ['c', '', 'P', '2'],
      ['c', '', 'D', ''],
    ]);
    expect(await dealer.end()).toEqual(IN_PEACE);
  });

  it('an RpcClient calls their REP', async () => {
    const rep = await ForeignPeer.start(program, 'REP', 'bind', freshEndpoint('tcp'));
    const client = new RpcClient(calculator, rep.endpoint, { socket: { engine: engine } });
    onTestFinished(() => client.close());
    const call = client.call.double(4, { timeout: 20_000 });
    expect(texts(await rep.receive())).toEqual(['double', '4']);
    await rep.send(...bytes('R', '8'));
    expect(await call).toBe(8);
    expect(await rep.end()).toEqual(IN_PEACE);
  });
});
