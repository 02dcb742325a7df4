import { peerColumns, peerSocket } from '../columns.js';
import type { Figures } from '../figures.js';
import { hint } from '../hints.js';
import { listView } from '../list-view.js';
import type { View, ViewDefinition } from '../view.js';

export const PEERS: ViewDefinition = { id: 'peers', title: 'Peers', make };

function make(): View {
  let now = 0;
  const { root, show } = listView({
    title: 'Peers',
    columns: peerColumns(() => now),
    sort: 'socket',
    keyOf: ({ key }) => key,
    rows: ({ peers }) => peers.values(),
    search: (row) => `${row.address} ${row.type} ${peerSocket(row)} ${row.endpoint} ${row.mechanism} ${row.user}`,
    empty: () =>
      hint(
        'No peers',
        'No socket is connected to another one. Check that one side binds and the other connects to the same endpoint: the view Events shows failed handshakes and retries.',
      ),
  });
  return {
    root,
    show: (figures: Figures) => {
      ({ now } = figures);
      show(figures);
    },
  };
}
