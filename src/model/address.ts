/** Where somebody listens, or connects to. */
export interface Address {
  /** IPv4, four numbers. */
  host: string;
  port: number;
}

export const loopback = '127.0.0.1';

export const writeAddress = ({ host, port }: Address): string => `${host}:${port}`;

/** Reads `HOST:PORT`; null when the host is no IPv4 address or the port none at all. */
export function parseAddress(text: string): Address | null {
  const [, host = '', port = ''] = /^(\d{1,3}(?:\.\d{1,3}){3}):(\d{1,5})$/.exec(text) ?? [];
  const fits = host !== '' && host.split('.').every((part) => Number(part) <= 255);
  return fits && Number(port) >= 1 && Number(port) <= 65_535 ? { host, port: Number(port) } : null;
}
