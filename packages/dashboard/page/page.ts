import type { PageMessage } from '../src/page-message.js';
import { Connection, type ConnectionState } from './connection.js';
import { element, setText } from './element.js';
import { Figures } from './figures.js';
import { addressOf, currentPlace } from './place.js';
import { signIn } from './sign-in.js';
import { storedToken, storeToken } from './token.js';
import type { View } from './view.js';
import { DROPS } from './views/drops.js';
import { EVENTS } from './views/events.js';
import { LATENCY } from './views/latency.js';
import { MESSAGES } from './views/messages.js';
import { OVERVIEW } from './views/overview.js';
import { PEERS } from './views/peers.js';
import { SOCKETS } from './views/sockets.js';
import { TOPOLOGY } from './views/topology.js';

const VIEWS = [OVERVIEW, SOCKETS, PEERS, DROPS, EVENTS, TOPOLOGY, MESSAGES, LATENCY];

const [views, main, state, pause] = ['views', 'main', 'state', 'pause'].map(
  (id) => document.getElementById(id) as HTMLElement,
) as [HTMLElement, HTMLElement, HTMLElement, HTMLElement];
const figures = new Figures();
let view: View | undefined;
let isPaused = false;
let hasFigures = false;
let asked = false;

const links = VIEWS.map(({ id, title }, index) =>
  element('a', { href: addressOf({ view: id }), title: `${title} (${index + 1})`, 'data-view': id }, title),
);
views.append(...links);

const connection = new Connection(storedToken, take, stateChanged);
addEventListener('hashchange', () => {
  // The address with a token, opened again in this tab.
  const token = sessionStorage.getItem('zmq-dashboard-token');
  if (storedToken() !== token) connection.open();
  route();
});
pause.addEventListener('click', () => setPaused(!isPaused));
document.getElementById('skip')?.addEventListener('click', (event) => {
  // Its fragment is no view.
  event.preventDefault();
  main.focus();
});
addEventListener('keydown', (event) => {
  // In a list, letters choose what begins with them.
  const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  if (event.key === 'Escape' && isTyping) event.target.blur();
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const chosen = links[Number(event.key) - 1];
  if (event.key === 'p') setPaused(!isPaused);
  else if (event.key === '/') document.getElementById('filter')?.focus();
  else if (chosen !== undefined) go(chosen.hash);
  else return;
  event.preventDefault();
});
connection.open();
route();

/** The view is there for the next key: the event that a link would cause comes later. */
function go(hash: string): void {
  if (location.hash === hash) return;
  history.pushState(null, '', hash);
  route();
}

function take(message: PageMessage): void {
  figures.take(message);
  hasFigures = true;
  if (!isPaused) show();
}

function show(): void {
  if (hasFigures && !asked) view?.show(figures);
}

function route(): void {
  if (asked) return;
  const place = currentPlace();
  const definition = VIEWS.find(({ id }) => id === place.view) ?? OVERVIEW;
  for (const link of links) {
    if (link.dataset['view'] !== definition.id) {
      link.removeAttribute('aria-current');
      continue;
    }
    link.setAttribute('aria-current', 'page');
    link.scrollIntoView({ block: 'nearest', inline: 'center' });
  }
  document.title = `${definition.title} · zmq dashboard`;
  view = definition.make();
  main.replaceChildren(hasFigures ? view.root : element('p', { class: 'waiting' }, 'Waiting for figures.'));
  if (!hasFigures) return;
  show();
}

function stateChanged(now: ConnectionState): void {
  state.dataset['state'] = isPaused && now === 'live' ? 'paused' : now;
  setText(state, state.dataset['state'] ?? '');
  if (now === 'unauthorized' && !asked) {
    asked = true;
    main.replaceChildren(
      signIn((token) => {
        storeToken(token);
        asked = false;
        connection.open();
        route();
      }),
    );
    document.getElementById('token')?.focus();
  } else if (now === 'live' && view !== undefined && !main.contains(view.root)) {
    main.replaceChildren(view.root);
    show();
  }
}

function setPaused(wanted: boolean): void {
  isPaused = wanted;
  pause.setAttribute('aria-pressed', String(wanted));
  setText(pause, wanted ? 'Resume' : 'Pause');
  if (state.dataset['state'] === 'live' || state.dataset['state'] === 'paused') stateChanged('live');
  if (!wanted) show();
}
