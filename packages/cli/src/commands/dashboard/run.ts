import { once } from 'node:events';
import { type Dashboard, dashboard } from '@zeromq-ts/dashboard';
import { watchStats } from '@zeromq-ts/stats';
import { UsageError } from '../../errors/command-error.js';
import { TimeLimits } from '../../exchange/time-limits.js';
import { exitCode } from '../../exit-codes.js';
import type { Run } from '../../grammar/definition.js';
import { checkTailFlags, openTail } from '../../dashboard/open-tail.js';
import { isLoopback, servePage, urlHost } from '../../dashboard/page-server.js';
import { tokenOf } from '../../dashboard/token.js';
import { tlsFiles } from '../../dashboard/tls-files.js';
import { jsonLine } from '../../output/json-line.js';
import { Report } from '../../output/report.js';

/** `zmq dashboard`: serves the page until it is interrupted, or its time is over. */
export const run: Run = async (parsed, io) => {
  const { flags, endpoints } = parsed;
  const report = new Report(flags, io);
  const host = flags.text('listen') ?? '127.0.0.1';
  if (!isLoopback(host) && flags.text('token-file') === undefined) {
    throw new UsageError(`--listen ${host} can be reached from other machines: it needs --token-file.`, {
      hint: 'head -c 16 /dev/urandom | base64 > token; chmod 600 token',
    });
  }
  checkTailFlags(flags);
  const tls = await tlsFiles(flags, report);
  if (!isLoopback(host) && tls === undefined) {
    report.warn('the token and the figures can be read on the way: --tls-cert and --tls-key serve HTTPS');
  }
  const token = await tokenOf(flags, report);
  const limits = new TimeLimits(flags, io);
  const allowHosts = [...flags.list('allow-host'), ...(isAnyAddress(host) ? [] : [urlHost(host)])];
  const watch = watchStats(endpoints.length === 0 ? {} : { endpoints: endpoints.map(({ text }) => text) });
  const tail = await openTail(parsed, io, report).catch(async (error: unknown) => {
    limits.stop();
    await watch.close();
    throw error;
  });
  let page: Dashboard | undefined;
  try {
    page = dashboard({ processes: watch, auth: { token: token.text }, allowHosts, tail: tail?.options });
    // A folder that is not of this user alone would be a page without processes.
    await watch.found;
    const server = await servePage({ host, port: flags.number('port') ?? 0, tls }, page.handler);
    try {
      const url = token.isSecret ? server.url : `${server.url}#${token.text}`;
      io.stdout.write(`${flags.boolean('json') ? jsonLine({ url }) : url}\n`);
      if (!limits.signal.aborted) await once(limits.signal, 'abort');
      return exitCode('done');
    } finally {
      await server.close();
    }
  } finally {
    limits.stop();
    await page?.close();
    await tail?.close();
    await watch.close();
  }
};

function isAnyAddress(host: string): boolean {
  return host === '0.0.0.0' || host === '::' || host === '*';
}
