import { ExpectedError } from '../../../errors.js';
import { roleKey, roleTitle } from '../../../model/names.js';
import type { Plan } from '../../../model/plan.js';
import type { PlannedTls, TlsLink } from '../../../model/tls.js';
import { relayOf } from '../../../relays/index.js';
import type { RouterTls } from '../../../router/tls.js';
import type { Evidence } from '../evidence.js';

/** Where the words about the TLS of a run are found. */
export interface TlsWords {
  plan: Plan;
  clientOutput: string;
  /** What routers answered, by role. */
  routers: Readonly<Record<string, RouterTls>>;
  /** Reads a file of the run folder; null if it is not there. */
  readFile: (path: string) => string | null;
}

type Link = PlannedTls['links'][number];
type Told = Omit<TlsLink, 'connections'>;

/** What the two ends of each TLS link themselves tell of it. */
export function tlsLinks(words: TlsWords): TlsLink[] {
  return (words.plan.tls?.links ?? []).flatMap((link) => counted(toldOf(link, words)));
}

export const tlsWordsOf = ({ plan, execution, readFile }: Evidence): TlsWords => ({
  plan,
  clientOutput: execution.outputs.client,
  routers: execution.tls,
  readFile,
});

/** The same of a whole run; one that was cut short has told too little to be doubted. */
export const unverifiedTls = (evidence: Evidence): ExpectedError | null =>
  evidence.execution.end === null ? null : unverifiedLink(tlsWordsOf(evidence));

/** An error when a link that was to be encrypted is not shown to have been, by somebody who takes part in it. */
export function unverifiedLink(words: TlsWords): ExpectedError | null {
  for (const link of words.plan.tls?.links ?? []) {
    const way = `the link from ${roleTitle(link.from)} to ${roleTitle(link.to)}`;
    const plain = [link.from, link.to].find((role) => routerConnections(link, role, words).some(({ tls }) => !tls));
    if (plain !== undefined) return notVerified(`${way} was to be encrypted, but ${roleTitle(plain)} calls it plain`);
    const told = toldOf(link, words);
    if (told.some(({ mutual }) => mutual === true)) continue;
    return notVerified(
      told.length === 0
        ? `${way} was to be encrypted, but nobody there says that it was`
        : `${way} is encrypted, but nobody there says that ${roleTitle(link.to)} wanted a certificate of ${roleTitle(link.from)}`,
    );
  }
  return null;
}

const notVerified = (message: string): ExpectedError =>
  new ExpectedError('tls-unverified', message, "see the relays' logs in the run folder");

/** Alike words of one end are one, with their number. */
function counted(told: readonly Told[]): TlsLink[] {
  const links = new Map<string, TlsLink>();
  for (const one of told) {
    const key = JSON.stringify(one);
    links.set(key, { ...one, connections: (links.get(key)?.connections ?? 0) + 1 });
  }
  return [...links.values()];
}

function toldOf(link: Link, words: TlsWords): Told[] {
  const from = roleKey(link.from);
  const to = roleKey(link.to);
  const byFile = toldByFile(link, words).map(({ protocol, cipher, mutual }): Told => {
    return { from, to, protocol, cipher, mutual, reported_by: to };
  });
  const byRouters = [link.to, link.from].flatMap((role) =>
    routerConnections(link, role, words).flatMap(({ tls, authenticated }): Told[] =>
      tls === null ? [] : [{ from, to, ...tls, mutual: authenticated, reported_by: roleKey(role) }],
    ),
  );
  return [...byFile, ...byRouters, ...(link.from === 'client' ? toldByClient(link, words) : [])];
}

/** By the relay that accepts, in its log. */
function toldByFile(link: Link, { plan, readFile }: TlsWords) {
  const told = toldBy(plan);
  if (told === undefined) return [];
  const lines = (readFile(told.file(link.to)) ?? '').split('\n').flatMap((line) => told.read(line) ?? []);
  const connections = new Map(lines.map(({ connection, ...one }) => [connection, one]));
  return [...connections.values()];
}

/** How the relays of a plan tell of TLS in a file, if they do. */
const toldBy = ({ scenario: { relay } }: Plan) => (relay === 'none' ? undefined : relayOf(relay).tls?.told);

/** Whether every link has been told of by then, where relays do so in a file. */
export function allTold(words: Pick<TlsWords, 'plan' | 'readFile'>): boolean {
  if (toldBy(words.plan) === undefined) return true;
  return (words.plan.tls?.links ?? []).every(
    (link) => toldByFile(link, { ...words, clientOutput: '', routers: {} })[0],
  );
}

/** What the router of this role tells of this link: it accepted its connections, or opened them. */
function routerConnections(link: Link, role: string, { routers }: TlsWords) {
  const router = routers[role];
  if (router === undefined) return [];
  if (link.from === 'client') return router.clients;
  return router.routers.filter(({ direction }) => direction === (role === link.to ? 'in' : 'out'));
}

/**
 * The client's own word; the other end must have wanted its certificate for this to be mutual.
 * Sample: `tls TLSv1.3 TLS_AES_256_GCM_SHA384`.
 */
function toldByClient({ to }: Link, { clientOutput, routers }: TlsWords): Told[] {
  const [, protocol, cipher] = /^tls (\S+) (\S+)$/m.exec(clientOutput) ?? [];
  if (protocol === undefined || cipher === undefined) return [];
  const mutual = routers[to]?.wantsCertificates === true ? true : null;
  return [{ from: 'client', to: roleKey(to), protocol, cipher, mutual, reported_by: 'client' }];
}
