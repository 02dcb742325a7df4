import { element } from './element.js';

/** What is shown where there is nothing: why, and what to do. */
export function hint(title: string, ...paragraphs: readonly (string | Node)[]): HTMLElement {
  return element(
    'div',
    { class: 'hint' },
    element('h1', {}, title),
    ...paragraphs.map((each) => element('p', {}, each)),
  );
}

/** Before any process has been seen. */
export function noProcess(): HTMLElement {
  return element(
    'div',
    { class: 'hint' },
    element('h1', {}, 'No process exposes its figures'),
    element('p', {}, 'Start a program with the figures of its sockets:'),
    element('pre', { tabindex: 0 }, 'ZMQ_STATS=1 node --import @zeromq-ts/stats/register server.js'),
    element('p', {}, 'or expose them from its code:'),
    element('pre', { tabindex: 0 }, "import { exposeStats } from '@zeromq-ts/stats';\n\nawait exposeStats();"),
    element('p', {}, 'It appears here within a second.'),
  );
}
