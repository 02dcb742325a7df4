const KEY = 'zmq-dashboard-token';

/** The token of the address, which is taken out of it; or the one of this tab. */
export function storedToken(): string | undefined {
  const given = /^#([\w+/=.-]{16,})$/u.exec(location.hash)?.[1];
  if (given !== undefined) {
    sessionStorage.setItem(KEY, given);
    // Not in the history, nor in the address when it is shown to someone.
    history.replaceState(null, '', '#/overview');
  }
  return sessionStorage.getItem(KEY) ?? undefined;
}

export function storeToken(token: string): void {
  sessionStorage.setItem(KEY, token);
}
