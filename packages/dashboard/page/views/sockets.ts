import { endpointText, SOCKET_COLUMNS, socketName } from '../columns.js';
import { hint } from '../hints.js';
import { listView } from '../list-view.js';
import type { ViewDefinition } from '../view.js';

export const SOCKETS: ViewDefinition = {
  id: 'sockets',
  title: 'Sockets',
  make: () =>
    listView({
      title: 'Sockets',
      columns: SOCKET_COLUMNS,
      sort: 'socket',
      keyOf: ({ key }) => key,
      rows: ({ sockets }) => sockets.values(),
      search: (row) => `${socketName(row)} ${row.type} ${endpointText(row)} ${row.lastEvent} ${row.engine}`,
      empty: () => hint('No sockets', 'The processes that expose their figures have no open socket.'),
    }),
};
