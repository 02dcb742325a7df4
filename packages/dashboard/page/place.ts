/** Where the page is: the fragment of the address, such as `#/peers?filter=10.0.0.7&sort=-since`. */
export interface Place {
  readonly view: string;
  readonly filter: string;
  /** The column to sort by, with `-` for the largest first; empty for the order of the view. */
  readonly sort: string;
}

export function currentPlace(): Place {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/u, '').split('?', 2);
  const values = new URLSearchParams(query);
  return { view: path, filter: values.get('filter') ?? '', sort: values.get('sort') ?? '' };
}

/** The address of a place, for links. */
export function addressOf({ view, filter = '', sort = '' }: Partial<Place> & Pick<Place, 'view'>): string {
  const values = new URLSearchParams();
  if (filter !== '') values.set('filter', filter);
  if (sort !== '') values.set('sort', sort);
  return `#/${view}${values.size === 0 ? '' : `?${values.toString()}`}`;
}

/** Changes the filter or the order of the place, without an entry in the history for each letter. */
export function changePlace(changes: Partial<Place>): void {
  history.replaceState(null, '', addressOf({ ...currentPlace(), ...changes }));
}
