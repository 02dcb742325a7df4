import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import { RpcClient, RpcServer, service } from '@zeromq-ts/rpc';
import { Meter } from '../meter.js';
import { number, perform, tell, text } from '../participant.js';

const echo = service({ echo: {} });
const INPUT = { text: 'x'.repeat(64) };

/** Calls again and again, as many times at once as may be under way. */
async function measure(call: () => Promise<unknown>): Promise<void> {
  const meter = new Meter();
  let over = false;
  const loop = async (): Promise<void> => {
    while (!over) {
      await call();
      over ||= meter.count();
    }
  };
  await Promise.race(Array.from({ length: number('under-way') }, loop));
  tell({ result: { rate: meter.rate } });
  process.exit();
}

await perform({
  async server() {
    const server = new RpcServer(echo, { echo: (input) => input }, undefined, { maxCallsPerClient: 1024 });
    tell({ bound: await server.bind(text('endpoint')) });
  },

  async client() {
    const client = new RpcClient(echo, text('endpoint'));
    await measure(() => client.call.echo(INPUT));
  },

  async router() {
    const router = new ZMQRouter();
    tell({ bound: await router.bind(text('endpoint')) });
    for (;;) {
      const message = await router.receive();
      await router.send(message, [message.body.frame(0), JSON.stringify(message.body.json(1))]);
    }
  },

  async dealer() {
    const dealer = new ZMQDealer(text('endpoint'));
    const pending = new Map<string, (value: unknown) => void>();
    let last = 0;
    const receive = async (): Promise<void> => {
      for await (const reply of dealer) {
        const id = reply.text(0);
        pending.get(id)?.(reply.json(1));
        pending.delete(id);
      }
    };
    void receive();
    await measure(
      () =>
        new Promise((resolve) => {
          const id = String(++last);
          pending.set(id, resolve);
          void dealer.send([id, JSON.stringify(INPUT)]);
        }),
    );
  },

  async reply() {
    const reply = new ZMQReply();
    tell({ bound: await reply.bind(text('endpoint')) });
    for (;;) await reply.send(JSON.stringify((await reply.receive()).json()));
  },

  async request() {
    const request = new ZMQRequest(text('endpoint'));
    await measure(async () => {
      await request.send(JSON.stringify(INPUT));
      return (await request.receive()).json();
    });
  },
});
