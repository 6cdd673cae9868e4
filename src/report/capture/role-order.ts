const place = (role: string): number => ['client', 'server'].indexOf(role);

/** Roles as they are shown: the relays by number, then client and server. */
export function alongTheChain(roles: readonly string[]): string[] {
  return [...roles].sort((a, b) => place(a) - place(b) || a.localeCompare(b, 'en', { numeric: true }));
}
