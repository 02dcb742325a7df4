import { once } from 'node:events';
import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { create, createFileRegistry, type DescMethodUnary, type DescService } from '@bufbuild/protobuf';
import {
  FileDescriptorProtoSchema,
  file_google_protobuf_wrappers,
  type StringValueSchema,
} from '@bufbuild/protobuf/wkt';
import { createClient } from '@connectrpc/connect';
import { connectNodeAdapter, createConnectTransport, Http2SessionManager } from '@connectrpc/connect-node';
import { Meter } from '../meter.js';
import { number, perform, tell, text } from '../participant.js';

interface EchoService extends DescService {
  method: { echo: DescMethodUnary<typeof StringValueSchema, typeof StringValueSchema> };
}

/** A service with the method Echo, which takes and returns a text: what protoc would make of five lines. */
const STRING = '.google.protobuf.StringValue';
const file = create(FileDescriptorProtoSchema, {
  name: 'echo.proto',
  package: 'bench',
  syntax: 'proto3',
  dependency: ['google/protobuf/wrappers.proto'],
  service: [{ name: 'EchoService', method: [{ name: 'Echo', inputType: STRING, outputType: STRING }] }],
});
const registry = createFileRegistry(file, (name) =>
  name === 'google/protobuf/wrappers.proto' ? file_google_protobuf_wrappers.proto : undefined,
);
const echo = registry.getService('bench.EchoService') as EchoService;

await perform({
  async server() {
    const server = createServer(
      connectNodeAdapter({ routes: (router) => router.service(echo, { echo: (input) => input }) }),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    tell({ bound: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  },

  async client() {
    const baseUrl = text('endpoint');
    const sessionManager = new Http2SessionManager(baseUrl);
    const client = createClient(
      echo,
      createConnectTransport({ httpVersion: '2', baseUrl, sessionManager, useBinaryFormat: false }),
    );
    const meter = new Meter();
    let over = false;
    const loop = async (): Promise<void> => {
      while (!over) {
        await client.echo({ value: 'x'.repeat(64) });
        over ||= meter.count();
      }
    };
    await Promise.race(Array.from({ length: number('under-way') }, loop));
    tell({ result: { rate: meter.rate } });
    process.exit();
  },
});
