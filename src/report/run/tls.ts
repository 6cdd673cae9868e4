import { roleTitle } from '../../model/names.js';
import type { TlsLink } from '../../model/tls.js';

/** One link in the same words of one or both of its ends. */
export interface ToldLink {
  /** `relay 1 to relay 2`. */
  way: string;
  /** `TLSv1.3 TLS_AES_256_GCM_SHA384`. */
  what: string;
  /** Whether both ends showed certificates, in words. */
  certificates: string;
  /** Who tells of how many connections. */
  told: { by: string; connections: number }[];
}

/** An end that does not tell leaves it to the other one. */
function certificatesOf(told: readonly (boolean | null)[]): string {
  if (told.includes(false)) return 'NOT mutual';
  return told.includes(true) ? 'certificates of both ends' : "the client's certificate not told of";
}

/** The encrypted links of a chain, in its order. */
export function toldLinks(links: readonly TlsLink[]): ToldLink[] {
  const alike = new Map<string, TlsLink[]>();
  for (const link of links) {
    const key = [link.from, link.to, link.protocol, link.cipher].join();
    alike.set(key, [...(alike.get(key) ?? []), link]);
  }
  return [...alike.values()].map((group) => ({
    way: `${roleTitle(group[0]!.from)} to ${roleTitle(group[0]!.to)}`,
    what: `${group[0]!.protocol} ${group[0]!.cipher}`,
    certificates: certificatesOf(group.map(({ mutual }) => mutual)),
    told: group.map(({ reported_by: by, connections }) => ({ by: roleTitle(by), connections })),
  }));
}

/** The same in one line; none for a chain without TLS. */
export function tlsLines(links: readonly TlsLink[]): string[] {
  if (links.length === 0) return [];
  const parts = toldLinks(links).map(
    ({ way, what, certificates, told }) =>
      `${way} ${what}, ${certificates} (told by ${told.map(({ by }) => by).join(', ')})`,
  );
  return [`TLS: ${parts.join('; ')}`];
}
