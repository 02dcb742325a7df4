import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connectFailureOf } from '../../probe/connect-failure.js';
import { probe } from '../../probe/probe.js';
import { milliseconds, reportOf } from '../../probe/report.js';
import { type Target, targetOf } from '../../probe/target.js';
import type { Check, CheckContext, Row } from '../check.js';
import { type EndpointQuestion, handshakeRow, messageRow } from './endpoint-handshake.js';

/** From the name of a host to a complete handshake, as far as it goes. */
export function endpointCheck(question: EndpointQuestion): Check {
  return { id: question.endpoint, run: (context) => endpointRows(question, context) };
}

async function endpointRows(question: EndpointQuestion, context: CheckContext): Promise<readonly Row[]> {
  const { endpoint } = question;
  let target: Target;
  try {
    target = targetOf(endpoint);
  } catch (error) {
    return [{ id: 'endpoint', status: 'fail', what: (error as Error).message }];
  }
  const rows: Row[] = [{ id: 'endpoint', status: 'ok', what: endpoint }];
  const places = await placesOf(target, rows, context);
  let spoken: string | undefined;
  let isThere = false;
  for (const place of places) {
    const { row, socketType, answers } = await probeRow(place, context);
    rows.push(row);
    isThere ||= answers;
    spoken ??= socketType;
  }
  // One address of several that answers is enough for a connection.
  const shown = isThere ? rows.map((row) => (row.status === 'fail' ? { ...row, status: 'warn' as const } : row)) : rows;
  const made = await handshakeRow(question, context, isThere, spoken);
  return [...shown, made.row, await messageRow(question, context, made.row.status === 'ok' ? made.peer : undefined)];
}

/** Each address of a name, or the one place that there is. */
async function placesOf(target: Target, rows: Row[], context: CheckContext): Promise<readonly Target[]> {
  if (target.via === 'ipc') return [target];
  try {
    const addresses = (await addressesOf(target.host, context)).map(({ address }) => address);
    if (addresses.length === 1 && addresses[0] === target.host) return [target];
    rows.push({ id: 'name', status: 'ok', what: `${target.host} is ${addresses.join(', ')}` });
    return addresses.map((host) => ({ ...target, host }));
  } catch (error) {
    const hint = 'look at the name of the host, and at /etc/hosts and the name server';
    rows.push({
      id: 'name',
      status: 'fail',
      what: `${target.host}: ${connectFailureOf(error)?.text ?? 'not known'}`,
      hint,
    });
    return [];
  }
}

/** @throws the error of the system, or `TimeoutError`: the name server may take much longer. */
async function addressesOf(host: string, { timeout, signal }: CheckContext): Promise<readonly LookupAddress[]> {
  const over = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
  const aborted = once(over, 'abort').then(() => {
    throw over.reason;
  });
  return Promise.race([lookup(host, { all: true }), aborted]);
}

interface ProbeRow {
  readonly row: Row;
  readonly answers: boolean;
  readonly socketType?: string | undefined;
}

async function probeRow(target: Target, { timeout, signal }: CheckContext): Promise<ProbeRow> {
  const id = 'peer';
  const at = target.via === 'ipc' ? '' : `${target.host}: `;
  try {
    const probed = await probe(target, { timeout, signal });
    const { exit, headline } = reportOf(probed);
    const what = `${at}${headline}`;
    if (exit !== 'done') return { answers: false, row: { id, status: 'fail', what, hint: 'is this the right port?' } };
    const took = probed.connectMs === undefined ? '' : `; connected in ${milliseconds(probed.connectMs)}`;
    const ready = probed.finding.kind === 'zmtp' ? probed.finding.ready : undefined;
    return { answers: true, socketType: ready?.socketType, row: { id, status: 'ok', what: `${what}${took}` } };
  } catch (error) {
    const failure = connectFailureOf(error);
    if (failure === undefined || signal.aborted) throw error;
    const hint =
      failure.exit === 'unreachable'
        ? 'is the other side started, and bound to this address and not only to another?'
        : undefined;
    return { answers: false, row: { id, status: 'fail', what: `${at}${failure.text}`, hint } };
  }
}
