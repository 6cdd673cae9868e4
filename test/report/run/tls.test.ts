import { expect, test } from 'vitest';
import type { TlsLink } from '../../../src/model/tls.js';
import { trust } from '../../../src/report/pages/run-trust.js';
import { runText } from '../../../src/report/run-text.js';
import { tlsLines, toldLinks } from '../../../src/report/run/tls.js';
import type { Summary } from '../../../src/model/summary.js';
import { aSummary } from '../../fixtures/summary.js';

const link = (changes: Partial<TlsLink>): TlsLink => ({
  ...{ from: 'relay_1', to: 'relay_2', protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' },
  ...{ mutual: true, connections: 2, reported_by: 'relay_2' },
  ...changes,
});
const links = [
  link({ from: 'client', to: 'relay_1', reported_by: 'relay_1' }),
  link({ from: 'client', to: 'relay_1', reported_by: 'client', mutual: null, connections: 1 }),
  link({}),
  link({ reported_by: 'relay_1' }),
];

test('both ends tell of one link; an end that does not know leaves the certificates to the other', () => {
  expect(tlsLines(links)).toEqual([
    'TLS: client to relay 1 TLSv1.3 TLS_AES_256_GCM_SHA384, certificates of both ends (told by relay 1, client); ' +
      'relay 1 to relay 2 TLSv1.3 TLS_AES_256_GCM_SHA384, certificates of both ends (told by relay 2, relay 1)',
  ]);
  expect(tlsLines([])).toEqual([]);
});

test('another cipher is another line, and a missing certificate is said', () => {
  const told = toldLinks([link({}), link({ cipher: 'TLS_CHACHA20_POLY1305_SHA256', mutual: false })]);
  expect(told.map(({ what, certificates }) => `${what}: ${certificates}`)).toEqual([
    'TLSv1.3 TLS_AES_256_GCM_SHA384: certificates of both ends',
    'TLSv1.3 TLS_CHACHA20_POLY1305_SHA256: NOT mutual',
  ]);
  expect(toldLinks([link({ mutual: null })])[0]?.certificates).toContain('not told');
});

test('text and page have the links where trust stands', () => {
  const text = runText(aSummary({ links }), { colour: false, folder: 'here', width: 300 });
  expect(text).toMatch(/^TRUST .*\n {14}TLS: client to relay 1 TLSv1.3/m);
  const page = (summary: Summary): string =>
    JSON.stringify(trust({ summary, extras: { latency: null, profile: null, folder: 'here' }, id: (word) => word }));
  expect(page(aSummary({ links }))).toContain('Encrypted links');
  expect(page(aSummary({ links }))).toContain('relay 1 of 2, client of 1');
  expect(page(aSummary())).not.toContain('Encrypted links');
});
