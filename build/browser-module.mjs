// Makes one ES module of the entry point for browsers of the package in whose folder it runs, and of all packages that it
// needs: for pages that are not bundled. They have to be built before it.
import { build } from 'esbuild';

/** What pages use. Endpoints as data and engines of one's own would bring the syntax of tcp and ipc along. */
const EXPORTED = [
  'conflateByKey',
  'createSocket',
  'exactTopic',
  'merge',
  'Message',
  'poll',
  'setDebugLog',
  'topicPattern',
  'ZMQContext',
  'ZMQDealer',
  'ZMQError',
  'ZMQPair',
  'ZMQPublisher',
  'ZMQPull',
  'ZMQPush',
  'ZMQReply',
  'ZMQRequest',
  'ZMQRouter',
  'ZMQSubscriber',
  'ZMQXPublisher',
  'ZMQXSubscriber',
];

await build({
  stdin: { contents: `export { ${EXPORTED.join(', ')} } from './dist/browser.js';`, resolveDir: process.cwd() },
  outfile: 'dist/zeromq.browser.min.js',
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  conditions: ['browser'],
  target: 'es2022',
  legalComments: 'none',
  plugins: [withoutCurve()],
  banner: { js: '// zeromq-ts for pages: https://github.com/zeromq-ts/zeromq-ts, MIT licence' },
  logLevel: 'warning',
});

/** One file has nothing that it could load when it is needed; without `@zeromq-ts/security`, CURVE is refused before that. */
function withoutCurve() {
  return {
    name: 'without-curve',
    setup({ onLoad }) {
      onLoad({ filter: /page-curve\.js$/ }, () => ({ contents: 'export const pageCurve = undefined;' }));
    },
  };
}
