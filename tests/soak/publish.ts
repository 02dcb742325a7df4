import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { Line } from './chart.js';
import { drawChart } from './chart.js';
import type { StreamAccount } from './ledger.js';
import type { Sample, Soak } from './soak.js';

const docs = new URL('../../docs/', import.meta.url);

const CHARTS: readonly { file: string; title: string; value: (sample: Sample) => number }[] = [
  { file: 'memory', title: 'Resident memory, MiB', value: ({ rss }) => rss / 2 ** 20 },
  { file: 'heap', title: 'JavaScript heap and array buffers, MiB', value: ({ heap }) => heap / 2 ** 20 },
  { file: 'descriptors', title: 'Open file descriptors', value: ({ descriptors }) => descriptors },
  { file: 'event-loop-delay', title: 'Event-loop delay of each second, p99, ms', value: ({ delayP99 }) => delayP99 },
];

/** Writes `docs/soak.md` and its pictures. */
export function publish(soak: Soak, run: { readonly seconds: number; readonly seed: number }): void {
  const folder = new URL('soak/', docs);
  mkdirSync(folder, { recursive: true });
  for (const { file, title, value } of CHARTS) {
    const lines: Line[] = ['server', 'first', 'second'].map((name) => ({
      name,
      points: soak.samples
        .filter(({ process }) => process === name)
        .map((sample) => [sample.at / 60_000, value(sample)] as const),
    }));
    writeFileSync(new URL(`${file}.svg`, folder), drawChart(title, lines));
  }
  const { wrong, dropped, requests, troubles, network } = soak;
  const text = `# Soak

The last run of \`pnpm soak\`: ${Math.round(run.seconds / 60)} minutes, seed ${run.seed}, Node ${process.version},
${cpus().length} processors, Linux, engine \`zmtp\`. Three processes in two network namespaces, a server and two clients,
with sockets of all patterns between them; the network and the processes are harmed at random:
${Object.entries(troubles)
  .map(([name, count]) => `${count} × ${name}`)
  .join(', ')}.
${
  network.netem
    ? 'Delay and loss were made by `tc netem`.'
    : 'The kernel of this machine has no `netem`: loss was made by nftables, a slow link by `tc tbf`, and there was no delay.'
}

| pattern | received | lost while harmed | missing otherwise | duplicates |
| --- | --: | --: | --: | --: |
${table(soak.accounts())}

- "Lost while harmed": sent before, and not arrived after, a cut, a black hole, a stop or a kill. Delay, loss of packets and
  a graceful restart are no harm: they may cost nothing.
- "Missing otherwise" must be counted as dropped by the sender, and only PUB, XPUB and ROUTER may drop: their events
  \`dropped\` count ${dropped.full} for a full queue and ${dropped.unroutable} for a peer that is not there.
- Requests: ${requests.answered} answered, ${requests.timedOut} given up after four tries of two seconds each; wrong or late
  answers and other violations: ${wrong.length}.

${CHARTS.map(({ file, title }) => `![${title}](soak/${file}.svg)`).join('\n\n')}
`;
  writeFileSync(new URL('soak.md', docs), text);
}

function table(accounts: readonly StreamAccount[]): string {
  const kinds = new Map<string, { received: number; lostByHarm: number; missing: number; duplicates: number }>();
  for (const { stream, received, lostByHarm, missing, duplicates } of accounts) {
    const kind = stream.split('/')[0] ?? stream;
    const sum = kinds.get(kind) ?? { received: 0, lostByHarm: 0, missing: 0, duplicates: 0 };
    kinds.set(kind, {
      received: sum.received + received,
      lostByHarm: sum.lostByHarm + lostByHarm,
      missing: sum.missing + missing,
      duplicates: sum.duplicates + duplicates,
    });
  }
  return [...kinds]
    .map(([kind, sum]) => `| ${kind} | ${sum.received} | ${sum.lostByHarm} | ${sum.missing} | ${sum.duplicates} |`)
    .join('\n');
}
