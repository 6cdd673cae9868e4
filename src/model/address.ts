/** Where somebody listens, or connects to. */
export interface Address {
  /** IPv4, four numbers. */
  host: string;
  port: number;
}

export const loopback = '127.0.0.1';

export const writeAddress = ({ host, port }: Address): string => `${host}:${port}`;

/** Whether this is an IPv4 address that one machine can have: not that of all its networks, and of no group. */
export const isMachineAddress = (text: string): boolean => isAddress(text) && !/^(?:0|22[4-9]|2[345]\d)\./.test(text);

const isAddress = (text: string): boolean =>
  /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) && text.split('.').every((part) => Number(part) <= 255);

/** Reads `HOST:PORT`; null when the host is no IPv4 address or the port none at all. */
export function parseAddress(text: string): Address | null {
  const [, host = '', port = ''] = /^([\d.]+):(\d{1,5})$/.exec(text) ?? [];
  return isAddress(host) && Number(port) >= 1 && Number(port) <= 65_535 ? { host, port: Number(port) } : null;
}
