import { DRIVER_OPTIONS } from './driver.js';
import type { Finding } from './findings.js';
import { promisesOf } from './patterns.js';
import { RECEIVE_TIMEOUT_MS } from './receiving.js';
import type { RequestStep, Scenario, SendStep, SocketPlan, Step } from './scenario.js';
import type { SocketTypeName } from '@zeromq-ts/testing/conformance';

const CLASSES: Readonly<Record<SocketTypeName, string>> = {
  REQ: 'ZMQRequest',
  REP: 'ZMQReply',
  PUB: 'ZMQPublisher',
  SUB: 'ZMQSubscriber',
  XPUB: 'ZMQXPublisher',
  XSUB: 'ZMQXSubscriber',
  PUSH: 'ZMQPush',
  PULL: 'ZMQPull',
  DEALER: 'ZMQDealer',
  ROUTER: 'ZMQRouter',
  PAIR: 'ZMQPair',
};

/** Milliseconds that the printed program gives the sockets at each `settle`. */
const PRINTED_PAUSE_MS = 150;

/** Writes a scenario as a program that can be pasted: it does the steps and prints what came of them. */
export function printProgram({ pattern, transport, sockets, endpoints, steps }: Scenario, finding: Finding): string {
  const used = sockets.map((_, who) => steps.some((step) => 'who' in step && step.who === who));
  const classes = [...new Set(sockets.filter((_, who) => used[who]).map(({ type }) => CLASSES[type]))].sort();
  const proxied = endpoints.some((endpoint) => endpoint.proxied);
  const ats = endpoints.map((_, at) => at).filter((at) => steps.some((step) => 'at' in step && step.at === at));
  return [
    `// ${pattern} over ${transport}: ${finding.kind} (${finding.text})`,
    '// Run from the root of the project, after a build.',
    "import { setTimeout as pause } from 'node:timers/promises';",
    ...(proxied ? ["import { connect, createServer } from 'node:net';"] : []),
    `const { ${classes.join(', ')} } = await import(\`\${process.cwd()}/packages/zeromq-ts/dist/index.js\`);`,
    '',
    "const say = (what, promise) => promise.then((value) => console.log(`${what}: ${JSON.stringify(value?.done ?? value)?.slice(0, 60) ?? 'done'}`), (error) => console.log(`${what}: ${error.code ?? error}`));",
    ...(owes(pattern)
      ? [
          'const owed = [];',
          'const envelopeOf = (message) => [...message].slice(0, [...message].findIndex((frame) => frame.length === 0) + 1);',
        ]
      : []),
    "const body = (id, bytes, topic = '') => `${topic}#${id}#`.padEnd(bytes, 'x');",
    'const readers = new Map();',
    'const read = (name, socket, answers) => {',
    '  const abort = new AbortController();',
    '  readers.set(name, abort);',
    '  void (async () => {',
    '    for (;;) {',
    '      const message = await socket.receive({ signal: abort.signal });',
    '      console.log(`${name} received ${message.text(message.length - 1).slice(0, 40)}`);',
    `      if (answers) await socket.send(${owes(pattern) ? "[...envelopeOf(message), 'answer']" : '`answer to ${message.text().slice(0, 40)}`'});`,
    '    }',
    '  })().catch(() => {});',
    '};',
    ...(proxied ? PROXY : []),
    ...ats.map((at) => `const ${address(at)} = ${addressOf(transport, at)};`),
    ...ats.flatMap((at) =>
      endpoints[at]?.proxied === true ? [`const proxy${at} = await startProxy(${address(at)});`] : [],
    ),
    '',
    ...declarations(sockets, used),
    ...new Printer(
      pattern,
      sockets,
      endpoints.map((endpoint) => endpoint.proxied),
    ).print(steps),
    `await pause(${4 * PRINTED_PAUSE_MS});`,
    ...sockets.flatMap((plan, who) =>
      used[who] === true ? [`console.log('${name(plan, who)}', ${name(plan, who)}.stats());`] : [],
    ),
    'process.exit();',
    '',
  ].join('\n');
}

class Printer {
  readonly #pattern: string;
  readonly #sockets: readonly SocketPlan[];
  readonly #proxied: readonly boolean[];
  #messages = 0;

  constructor(pattern: string, sockets: readonly SocketPlan[], proxied: readonly boolean[]) {
    this.#pattern = pattern;
    this.#sockets = sockets;
    this.#proxied = proxied;
  }

  print(steps: readonly Step[]): string[] {
    return steps.map((step) => this.#line(step));
  }

  #line(step: Step): string {
    if (step.do === 'settle') return `await pause(${PRINTED_PAUSE_MS});`;
    if (!('who' in step)) return `proxy${step.at}.${step.do}();`;
    const plan = this.#sockets[step.who] as SocketPlan;
    const socket = name(plan, step.who);
    switch (step.do) {
      case 'open':
        return `${socket} = ${constructed(plan, step.id)};`;
      case 'bind':
        return `await ${socket}.bind(${address(step.at)});`;
      case 'unbind':
        return `await ${socket}.unbind(${address(step.at)});`;
      case 'connect':
      case 'disconnect':
        return `${socket}.${step.do}(${this.#proxied[step.at] === true ? `proxy${step.at}.endpoint` : address(step.at)});`;
      case 'send':
        return this.#send(socket, plan, step);
      case 'request':
        return this.#request(socket, step);
      case 'receive':
        return received(socket, step.how, owes(this.#pattern) && plan.type === 'ROUTER');
      case 'abort':
        return `abort.abort();`;
      case 'iterate':
        return `iterator = ${socket}[Symbol.asyncIterator](); say('${socket}, next()', iterator.next());`;
      case 'leave':
        return `say('${socket}, return()', iterator.return());`;
      case 'read':
        return `read('${socket}', ${socket}, ${plan.type === 'REP' || (owes(this.#pattern) && plan.type === 'ROUTER')});`;
      case 'pause':
        return `readers.get('${socket}').abort();`;
      case 'subscribe':
      case 'unsubscribe': {
        if (plan.type !== 'XSUB') return `${socket}.${step.do}(${JSON.stringify(step.topic)});`;
        return `await ${socket}.send(${JSON.stringify((step.do === 'subscribe' ? '\x01' : '\x00') + step.topic)});`;
      }
      case 'grant':
        return `${socket}.subscribe(${JSON.stringify(step.topic)});`;
      case 'revoke':
        return `${socket}.unsubscribe(${JSON.stringify(step.topic)});`;
      case 'close':
        return `say('${socket}, close', ${socket}.close({ linger: ${step.linger} }));`;
    }
  }

  #send(socket: string, { type }: SocketPlan, { count, bytes, attempt, topic, to }: SendStep): string {
    const first = this.#messages;
    this.#messages += count;
    const text = `body(id, ${bytes}${topic === undefined ? '' : `, ${JSON.stringify(topic)}`})`;
    const { envelope } = promisesOf(this.#pattern, type);
    const before =
      to !== undefined
        ? `'${to}', `
        : envelope === 'delimiter'
          ? "'', "
          : envelope === 'none'
            ? ''
            : '...owed.shift(), ';
    const message = before === '' ? text : `[${before}${text}]`;
    const call =
      attempt === true
        ? `console.log('${socket}.trySend', id, ${socket}.trySend(${message}))`
        : `say(\`${socket}.send \${id}\`, ${socket}.send(${message}))`;
    return `for (let id = ${first}; id < ${first + count}; id++) ${call};`;
  }

  #request(socket: string, { bytes, timeout, retries, abortable }: RequestStep): string {
    const id = this.#messages++;
    const signal = abortable === true ? ', signal: (abort = new AbortController()).signal' : '';
    const options = `{ timeout: ${timeout ?? 'Infinity'}, retries: ${retries}${signal} }`;
    return `say('${socket}.request ${id}', ${socket}.request(body(${id}, ${bytes}), ${options}).then(String));`;
  }
}

/** Whether its ROUTER answers what it has received. */
function owes(pattern: string): boolean {
  return promisesOf(pattern, 'ROUTER').sends === 'requester';
}

function received(socket: string, how: string, owing: boolean): string {
  const note = owing ? 'owed.push(envelopeOf(message)), ' : '';
  const say = (options: string): string =>
    `say('${socket}.receive', ${socket}.receive(${options}).then((message) => (${note}message.toString().slice(0, 40))));`;
  if (how === 'try') return `console.log('${socket}.tryReceive', \`\${${socket}.tryReceive()}\`);`;
  if (how === 'timeout') return say(`{ timeout: ${RECEIVE_TIMEOUT_MS} }`);
  return how === 'signal' ? `abort = new AbortController(); ${say('{ signal: abort.signal }')}` : say('');
}

function declarations(sockets: readonly SocketPlan[], used: readonly boolean[]): string[] {
  const names = sockets.flatMap((plan, who) => (used[who] === true ? [name(plan, who)] : []));
  return [`let ${[...names, 'iterator', 'abort'].join(', ')};`];
}

function constructed({ type, engine, options }: SocketPlan, id: string | undefined): string {
  const all = { ...DRIVER_OPTIONS, ...options, engine, ...(id === undefined ? {} : { routingId: id }) };
  return `new ${CLASSES[type]}(undefined, ${type === 'SUB' ? '[], ' : ''}${JSON.stringify(all)})`;
}

function name({ type }: SocketPlan, who: number): string {
  return `${type.toLowerCase()}${who}`;
}

function address(at: number): string {
  return `endpoint${at}`;
}

function addressOf(transport: string, at: number): string {
  if (transport === 'inproc') return `'inproc://model-${at}'`;
  if (transport === 'ipc') return `\`ipc:///tmp/model-\${process.pid}-${at}\``;
  return `\`tcp://127.0.0.1:\${20_000 + (process.pid % 6_000) * 2 + ${at}}\``;
}

const PROXY = [
  'const startProxy = (endpoint) => new Promise((resolve) => {',
  '  const both = new Set();',
  '  const proxy = { stalled: false, cut: () => both.forEach((each) => each.destroy()) };',
  '  proxy.stall = () => both.forEach((each) => each.unpipe().pause());',
  '  proxy.resume = () => both.forEach((each) => each.pipe(each.other));',
  '  const server = createServer((front) => {',
  "    const back = connect(Number(endpoint.split(':').at(-1)), '127.0.0.1');",
  '    for (const [from, to] of [[front, back], [back, front]]) {',
  '      both.add(from);',
  '      from.other = to;',
  "      from.on('error', () => {}).on('close', () => (both.delete(from), to.destroy())).pipe(to);",
  '    }',
  "  }).listen(0, '127.0.0.1', () => resolve(Object.assign(proxy, { endpoint: `tcp://127.0.0.1:${server.address().port}` })));",
  '});',
];
