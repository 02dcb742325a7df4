import { LIBRARIES } from './libraries/index.js';
import { quantile } from './median.js';
import { PUSH_PULL } from './scenarios/push-pull.js';
import { REQ_REP } from './scenarios/req-rep.js';

// `pnpm bench [scenario]`: every library in the same run, round by round in turn; medians with minimum and maximum.
const ROUNDS = 5;

const wanted = process.argv[2] ?? '';
const scenarios = [...PUSH_PULL, ...REQ_REP].filter((scenario) => scenario.name.startsWith(wanted));
if (scenarios.length === 0) throw new Error(`There is no scenario ${wanted}: there are push-pull and req-rep.`);

const show = (value: number): string => Math.round(value).toLocaleString('en');
console.log(`Node ${process.version}, ${process.platform} ${process.arch}, ${ROUNDS} rounds`);
console.log('| scenario | library | median | minimum | maximum | against npm zeromq |');
console.log('| --- | --- | --- | --- | --- | --- |');
for (const scenario of scenarios) {
  const figures = LIBRARIES.map(({ name }) => ({ name, values: [] as number[] }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const { name, values } of figures) values.push(await scenario.run(name));
  }
  const yardstick = quantile(figures.at(-1)?.values ?? []);
  for (const { name, values } of figures) {
    const median = quantile(values);
    const cells = [median, Math.min(...values), Math.max(...values)].map((value) => `${show(value)} ${scenario.unit}`);
    console.log(`| ${scenario.name} | ${name} | ${cells.join(' | ')} | ${(median / yardstick).toFixed(2)}× |`);
  }
}
