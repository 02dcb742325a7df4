// zmq-raft (version 5) calls the native binding of that version, `socket._zmq`, so it cannot run: the check has to say so.
const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const path = require('node:path');

const root = path.dirname(require.resolve('zmq-raft/package.json'));
const check = path.join(path.dirname(require.resolve('zeromq')), 'cli.cjs');
const said = execFileSync(process.execPath, [check, 'check', root], { encoding: 'utf8' });
assert.match(said, /differs: There is no native binding.*\n {2}lib\/utils\/zmqsocket\.js:\d+: .*this\._zmq\.readv/u);
console.log('ok');
