import { ExpectedError } from '../errors.js';
import type { OpenLoop } from '../model/results.js';
import { latencyOf } from '../stats/latency.js';
import { formatRate } from '../units/quantity.js';
import { countedInWindow } from './load-program.js';
import { exchange, latencyFile, openRate, planRequests, readHistogram, requestTraits } from './request-load.js';
import type { HistogramFile, Workload, WorkloadOutputs, WorkloadResult } from './workload.js';

const responseFile: HistogramFile = { ...latencyFile, tag: 'response' };
const serviceFile: HistogramFile = { tag: 'service', file: 'service.histogram' };
const lagFile: HistogramFile = { tag: 'lag', file: 'lag.histogram' };

/** Requests and their responses, over connections that stay open: the TCP_RR of netperf and neper, or with a rate an open loop. */
export const builtinRr: Workload = {
  ...requestTraits,
  name: 'builtin-rr',
  description: 'requests and responses over open connections, closed or open loop, with latency percentiles',
  operation: (load) =>
    load.rate === null
      ? `${exchange(load)}, closed loop: the next request follows the response`
      : `${exchange(load)}, open loop: sent at fixed times, ${formatRate(load.rate.perSecond)}`,
  takes: { messageSize: 'pair', rate: 'requests', active: true, background: true, tls: true },
  histograms: (scenario) => (openRate(scenario) === null ? [latencyFile] : [responseFile, serviceFile, lagFile]),
  plan: (ends) => {
    const rate = openRate(ends.scenario);
    return planRequests('rr', ends, rate === null ? [] : ['--rate', String(rate)]);
  },
  result: (outputs) => {
    const rate = openRate(outputs.scenario);
    const result = rate === null ? closedLoop(outputs) : openLoop(outputs, rate);
    return { ...result, ...background(outputs) };
  },
};

/** The streams beside the requests, as the server received them. */
function background({ scenario, serverOutput }: WorkloadOutputs): Pick<WorkloadResult, 'background'> {
  if (scenario.load.background === 0) return {};
  const { seconds, counters } = countedInWindow(serverOutput, 'server');
  return { background: { bytes: counters['background'] ?? 0, seconds } };
}

function closedLoop({ clientOutput, readFile }: WorkloadOutputs): WorkloadResult {
  const { seconds, rx } = countedInWindow(clientOutput);
  const { histogram, exact } = readHistogram(readFile, latencyFile);
  // The histogram holds exactly the operations that were completed within the window.
  const operations = histogram.totalCount;
  return {
    bytes: rx,
    seconds,
    operations,
    latency: latencyOf(histogram, exact),
    failure: operations === 0 ? 'no request was answered' : null,
  };
}

function openLoop({ clientOutput, readFile }: WorkloadOutputs, rate: number): WorkloadResult {
  const { seconds, rx, operations } = countedInWindow(clientOutput);
  const { planned, sent, answered } = parseOpenLoop(clientOutput);
  const [response, service, lag] = [responseFile, serviceFile, lagFile].map((file) => readHistogram(readFile, file));
  if (response!.histogram.totalCount !== answered || lag!.histogram.totalCount !== sent) {
    throw new ExpectedError('histogram-garbage', 'the histograms of the client contradict its own count');
  }
  // What was never answered took longer than anything that was.
  const missing = planned - answered;
  const open: OpenLoop = {
    rate_asked: rate,
    rate_achieved: operations / seconds,
    planned,
    sent,
    answered,
    service: latencyOf(service!.histogram, service!.exact, missing),
    lag: latencyOf(lag!.histogram, lag!.exact, planned - sent),
  };
  return {
    bytes: rx,
    seconds,
    operations,
    latency: latencyOf(response!.histogram, response!.exact, missing),
    openLoop: open,
    failure: answered === 0 ? `none of the ${planned} requests that were due was answered` : null,
  };
}

/** Sample: `open-loop planned=10014 sent=10014 answered=10014`: of the requests that were due in the window. */
export function parseOpenLoop(output: string): { planned: number; sent: number; answered: number } {
  const match = /^open-loop planned=(\d+) sent=(\d+) answered=(\d+)$/m.exec(output);
  const [planned, sent, answered] = (match ?? []).slice(1).map(Number);
  if (planned === undefined || sent === undefined || answered === undefined || sent > planned || answered > sent) {
    throw new ExpectedError('client-garbage', 'the client did not say how many requests were due');
  }
  return { planned, sent, answered };
}
