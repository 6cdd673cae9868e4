import { expect, test } from 'vitest';
import { curvesOfSummary, latencyCurves } from '../../../src/report/run/latency-curves.js';
import { histogramLog } from '../../../src/stats/histogram-log.js';
import { parseHistogramText } from '../../../src/stats/histogram-text.js';
import { latencyOf, type Latency } from '../../../src/stats/latency.js';
import { anRrSummary } from '../../fixtures/summary.js';
import { fixture } from '../../workloads/fixture.js';

const recorded = (tag: string) => parseHistogramText(fixture(`native/rr-open.${tag}.histogram`));
const logOf = (tags: readonly { tag: string | null; file: string }[]): string =>
  histogramLog(
    tags.map(({ tag, file }) => ({ tag, histogram: recorded(file).histogram })),
    { start: new Date(0), seconds: 5 },
  );

/** The percentiles of a summary with their shares. */
const percentiles = ({ p50, p90, p99, p999, p9999 }: Latency): [number, number | null][] => [
  [0.5, p50],
  [0.9, p90],
  [0.99, p99],
  [0.999, p999],
  [0.9999, p9999],
];

/** A page has as many digits as a histogram, and one more. */
const shown = (seconds: number): number => Number(seconds.toPrecision(4));

const { results } = anRrSummary();

test('a closed loop: one curve, in which the percentiles of the summary lie', () => {
  const { histogram, exact } = recorded('latency');
  const latency = latencyOf(histogram, exact)!;
  const [curve, ...others] = latencyCurves(logOf([{ tag: null, file: 'latency' }]), {
    results: { ...results!, latency },
  });
  expect([curve!.name, others]).toEqual(['latency', []]);
  const told = percentiles(latency).flatMap(([share, seconds]) => (seconds === null ? [] : [[share, shown(seconds)]]));
  const drawn = curve!.share.map((share, at) => [share, curve!.seconds[at]]);
  expect(drawn).toEqual(expect.arrayContaining(told));
  expect(told.length).toBeGreaterThan(2);
  const last = curve!.share.at(-1)!;
  expect(latency.count * (1 - last)).toBeGreaterThanOrEqual(9.999);
  expect(latency.count * (1 - last)).toBeLessThan(12);
  expect(curve!.seconds).toEqual([...curve!.seconds].sort((one, other) => one - other));
});

test('an open loop: three curves; what was never answered lies beyond the ends of two of them', () => {
  const missing = 40;
  const [response, service, lag] = ['latency', 'service', 'lag'].map((tag) => {
    const { histogram, exact } = recorded(tag);
    return latencyOf(histogram, exact, tag === 'lag' ? 0 : missing)!;
  });
  const answered = response!.count;
  const open = { rate_asked: 1, rate_achieved: 1, planned: answered + missing, sent: answered + missing, answered };
  const log = logOf([
    { tag: 'response', file: 'latency' },
    { tag: 'service', file: 'service' },
    { tag: 'lag', file: 'lag' },
  ]);
  const curves = latencyCurves(log, {
    results: { ...results!, latency: response!, open_loop: { ...open, service: service!, lag: lag! } },
  });
  expect(curves.map(({ name }) => name)).toEqual(['response', 'service', 'lag']);
  expect(curves[0]!.share.at(-1)! * (answered + missing)).toBeLessThanOrEqual(answered);
  expect(curves[0]!.seconds[curves[0]!.share.indexOf(0.9)]).toBe(shown(response!.p90!));
});

test('what is no such log is an expected error; what the summary does not know is left out', () => {
  const broken = logOf([{ tag: null, file: 'latency' }]).replace(/HISTF\S{40}/u, 'HISTFAAAA');
  expect(() => latencyCurves(broken, anRrSummary())).toThrow(expect.objectContaining({ code: 'histogram-garbage' }));
  expect(latencyCurves(logOf([{ tag: 'other', file: 'latency' }]), anRrSummary())).toEqual([]);
  expect(latencyCurves('', anRrSummary())).toEqual([]);
});

test('of a summary alone its percentiles, as far as they are known', () => {
  const latency = { ...results!.latency!, p999: null, p9999: null };
  expect(curvesOfSummary({ results: { ...results!, latency } })).toEqual([
    { name: 'latency', share: [0.5, 0.9, 0.99], seconds: [58.4e-6, 85e-6, 143e-6] },
  ]);
  expect(curvesOfSummary({ results: { ...results!, latency: null } })).toEqual([]);
  expect(curvesOfSummary({ results: null })).toEqual([]);
});
