/** A line to type. */
export interface CheatStep {
  readonly line: string;
  /** What it prints on stdout. */
  readonly prints?: string | undefined;
  /** It goes on while the others run, in a terminal of its own. */
  readonly stays?: boolean | undefined;
}

/** Commands that belong together, and that can be typed as they are. */
export interface CheatPage {
  readonly title: string;
  readonly steps: readonly CheatStep[];
}

/** All pages. A test runs every line, in an empty folder. */
export const CHEAT_PAGES: readonly CheatPage[] = [
  {
    title: 'Publish and subscribe',
    steps: [
      { line: 'zmq sub tcp://127.0.0.1:5556 weather.', prints: 'weather.oslo\tsunny\n', stays: true },
      { line: 'zmq pub tcp://127.0.0.1:5556 weather.oslo sunny' },
    ],
  },
  {
    title: 'Ask and answer',
    steps: [
      { line: 'zmq rep tcp://127.0.0.1:5555 --echo', stays: true },
      { line: 'zmq req tcp://127.0.0.1:5555 hello', prints: 'hello\n' },
    ],
  },
  {
    title: 'Answer with a program',
    steps: [
      { line: 'zmq rep tcp://127.0.0.1:5555 --exec tr a-z A-Z', stays: true },
      { line: 'zmq req tcp://127.0.0.1:5555 hello', prints: 'HELLO\n' },
    ],
  },
  {
    title: 'The same answer to all, and none to every third',
    steps: [
      { line: 'zmq rep tcp://127.0.0.1:5555 --reply pong --fail-every 3', stays: true },
      { line: 'zmq req tcp://127.0.0.1:5555 ping -n 3 -t 2s --retries 1', prints: 'pong\npong\npong\n' },
    ],
  },
  {
    title: 'Ask much at once',
    steps: [
      { line: 'zmq rep tcp://127.0.0.1:5555 --echo', stays: true },
      { line: 'seq 3 | zmq req tcp://127.0.0.1:5555 --parallel 3', prints: '1\n2\n3\n' },
    ],
  },
  {
    title: 'Count what is published, by topic',
    steps: [
      { line: 'zmq sub tcp://127.0.0.1:5556 --report -n 3', stays: true },
      { line: 'seq 3 | zmq pub tcp://127.0.0.1:5556' },
    ],
  },
  {
    title: 'Publish lines with a topic each, to one who wants some of them',
    steps: [
      { line: 'zmq sub tcp://127.0.0.1:5556 weather.', prints: 'weather.oslo\tsunny\n', stays: true },
      {
        line: "printf 'weather.oslo sunny\\nnews.oslo calm\\n' | zmq pub tcp://127.0.0.1:5556 --wait-topic weather. --delimiter ' '",
      },
    ],
  },
  {
    title: 'How many messages come in a second?',
    steps: [
      { line: 'zmq sub tcp://127.0.0.1:5556 --graph -n 20', stays: true },
      { line: 'zmq pub tcp://127.0.0.1:5556 tick -n 20 -i 20ms' },
    ],
  },
  {
    title: 'Give lines to workers',
    steps: [
      { line: 'zmq pull tcp://127.0.0.1:5557', prints: '1\n2\n3\n', stays: true },
      { line: 'seq 3 | zmq push tcp://127.0.0.1:5557' },
    ],
  },
  {
    title: 'Send a file',
    steps: [
      { line: "zmq pull tcp://127.0.0.1:5557 -n 1 -o raw --terminator '' > copy", stays: true },
      { line: 'seq 1000 > numbers' },
      { line: 'zmq push tcp://127.0.0.1:5557 --file numbers' },
    ],
  },
  {
    title: 'Answer each peer, without taking turns',
    steps: [
      { line: 'zmq router tcp://127.0.0.1:5558 --exec tr a-z A-Z', stays: true },
      { line: 'zmq dealer tcp://127.0.0.1:5558 hello -n 1 -t 5s', prints: 'HELLO\n' },
    ],
  },
  {
    title: 'Put a proxy between clients and servers',
    steps: [
      { line: 'zmq proxy tcp://127.0.0.1:5555 tcp://127.0.0.1:5556 --stats 1s', stays: true },
      { line: "zmq rep '>tcp://127.0.0.1:5556' --echo", stays: true },
      { line: 'zmq req tcp://127.0.0.1:5555 hello', prints: 'hello\n' },
    ],
  },
  {
    title: 'Change messages on their way',
    steps: [
      { line: 'zmq pull tcp://127.0.0.1:5558', prints: 'HELLO\n', stays: true },
      { line: 'zmq pipe pull tcp://127.0.0.1:5557 push tcp://127.0.0.1:5558 --exec tr a-z A-Z', stays: true },
      { line: 'zmq push tcp://127.0.0.1:5557 hello' },
    ],
  },
  {
    title: 'Encrypt, with keys in files',
    steps: [
      { line: 'zmq -q keygen --out server.key > server.txt' },
      { line: 'zmq -q keygen --out client.key > client.txt' },
      { line: 'mkdir -p clients && zmq cert public client.key --out clients/client.key > public.txt' },
      {
        line: 'zmq rep tcp://127.0.0.1:5555 --echo --curve-server --cert server.key --authorized clients',
        stays: true,
      },
      { line: 'zmq req tcp://127.0.0.1:5555 hello --cert client.key --server-key server.key', prints: 'hello\n' },
    ],
  },
  {
    title: 'What is there, and why does it not answer?',
    steps: [
      { line: 'zmq rep tcp://127.0.0.1:5555 --echo', stays: true },
      { line: 'zmq probe tcp://127.0.0.1:5555' },
      { line: 'zmq ping tcp://127.0.0.1:5555 -n 3 -i 100ms' },
      { line: 'zmq doctor tcp://127.0.0.1:5555' },
    ],
  },
  {
    title: 'Who connects?',
    steps: [
      { line: 'zmq monitor rep tcp://127.0.0.1:5555', stays: true },
      { line: 'zmq ping tcp://127.0.0.1:5555 -n 1' },
    ],
  },
  {
    title: 'Watch the sockets of a process',
    steps: [
      { line: 'ZMQ_STATS=tcp://127.0.0.1:9000 zmq pull tcp://127.0.0.1:5557', stays: true },
      { line: 'zmq top tcp://127.0.0.1:9000 -n 1' },
      { line: 'zmq dashboard tcp://127.0.0.1:9000 --timeout 2s' },
    ],
  },
  {
    title: 'Record what is published, and publish it again',
    steps: [
      { line: 'zmq record tcp://127.0.0.1:5556 -n 3 -o day.zmqrec.jsonl', stays: true },
      { line: 'seq 3 | zmq pub tcp://127.0.0.1:5556' },
      { line: 'zmq rec info day.zmqrec.jsonl' },
      { line: 'zmq sub tcp://127.0.0.1:5559 -n 3', prints: '1\n2\n3\n', stays: true },
      { line: 'zmq replay day.zmqrec.jsonl tcp://127.0.0.1:5559 --speed max' },
    ],
  },
  {
    title: 'How fast is it here?',
    steps: [{ line: 'zmq bench thr --size 10 --duration 500ms' }, { line: 'zmq bench lat --size 10 --duration 500ms' }],
  },
  {
    title: 'Keep an endpoint under a name',
    steps: [
      { line: 'zmq context save lab tcp://127.0.0.1:5555 --set timeout=2s --force' },
      { line: 'zmq rep tcp://127.0.0.1:5555 --echo', stays: true },
      { line: 'zmq req --context lab hello', prints: 'hello\n' },
    ],
  },
];
