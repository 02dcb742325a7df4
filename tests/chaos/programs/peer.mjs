// @ts-check
// A peer that may be killed at any moment: answers requests, publishes, and passes work on to a collector.
// usage: node peer.mjs NAME REP-PORT PUB-PORT PULL-PORT COLLECTOR
import { setTimeout as pause } from 'node:timers/promises';
import { ZMQPublisher, ZMQPull, ZMQPush, ZMQReply } from 'zeromq-ts';

const [name = '', repPort, pubPort, pullPort, collector = ''] = process.argv.slice(2);
const TOPICS = 200;
const boot = `${name}.${process.pid}`;

const server = new ZMQReply(`tcp://127.0.0.1:${repPort}`);
const publisher = new ZMQPublisher(`tcp://127.0.0.1:${pubPort}`);
const source = new ZMQPull(`tcp://127.0.0.1:${pullPort}`);
const sink = new ZMQPush(collector);
await Promise.all([server.ready, publisher.ready, source.ready]);
console.log('READY');

async function answer() {
  for (let count = 1; ; count++) {
    const request = await server.receive();
    if (count % 50 === 0) await pause(20);
    await server.send(`re: ${request.text()}`);
  }
}

async function publish() {
  for (let count = 0; ; count++) {
    await publisher.send([`topic.${count % TOPICS}.`, boot, String(count)]);
    if (count % 20 === 19) await pause(5);
  }
}

async function passOn() {
  for (let count = 1; ; count++) {
    const work = await source.receive();
    // A slow reader, now and then.
    if (count % 500 === 0) await pause(50);
    await sink.send([boot, work.text()]);
  }
}

await Promise.all([answer(), publish(), passOn()]);
