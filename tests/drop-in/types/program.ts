// Compiled by types.test.ts, with `zeromq` and with the drop-in: what programs write.
import * as zmq from 'zeromq';

class Service extends zmq.Router {
  #calls = 0;

  async run(): Promise<void> {
    this.mandatory = true;
    for await (const [id, delimiter, ...body] of this) {
      this.#calls++;
      await this.send([id as Buffer, delimiter as Buffer, ...body]);
    }
  }

  get calls(): number {
    return this.#calls;
  }

  setAnything(): void {
    this.setBoolOption(33, true);
    this.setStringOption(5, 'service');
  }
}

export async function program(): Promise<void> {
  const service = new Service({ linger: 0, handover: true, context: zmq.context });
  await service.bind('tcp://*:*');
  const address: string | null = service.lastEndpoint;
  const request = new zmq.Request({ receiveTimeout: 100, relaxed: true });
  request.connect(address as string);
  await request.send('text');
  await request.send(['text', Buffer.alloc(1), new Uint8Array(1), 5, null]);
  const [reply]: Buffer[] = await request.receive();
  service.events.on('accept', (event) => console.log(event.address, reply));
  service.events.on('handshake:error:auth', ({ error }) => console.log(error.status));
  const subscriber: zmq.Subscriber = new zmq.Subscriber();
  subscriber.subscribe('a', Buffer.from('b'));
  const publisher = new zmq.XPublisher();
  publisher.verbosity = 'allSubs';
  const proxy: zmq.Proxy<zmq.Router, zmq.Dealer> = new zmq.Proxy(new zmq.Router(), new zmq.Dealer());
  await proxy.frontEnd.bind('inproc://front');
  await proxy.run();
  const sockets: zmq.Socket[] = [service, request, subscriber, publisher];
  for (const socket of sockets) socket.close();
  const options: zmq.SocketOptions<zmq.Dealer> = { routingId: 'x', context: new zmq.Context({ ipv6: true }) };
  const writable: zmq.Writable = new zmq.Dealer(options);
  const readable: zmq.Readable = new zmq.Pull();
  const event: zmq.Event = await service.events.receive();
  if (event.type === 'bind:error') console.log(event.error.errno, writable.sendTimeout, readable.receiveTimeout);
}

// @ts-expect-error -- a Publisher does not receive
void new zmq.Publisher().receive();
// @ts-expect-error -- an option that there is not
export const wrong = new zmq.Dealer({ lingers: 0 });
// @ts-expect-error -- it is only read
new zmq.Dealer().lastEndpoint = 'x';
