import type { Load } from '../model/load.js';
import { countedInWindow, loadTraits } from './load-program.js';
import { missedHalfCloses, parseShares, planStream, receiversOf } from './stream-load.js';
import type { Workload } from './workload.js';

const bits: Readonly<Record<Load['direction'], string>> = {
  echo: 'payload received by the client after the server echoed it: each bit is sent and returned',
  upload: 'payload sent by the client and received by the server',
  download: 'payload sent by the server and received by the client',
  both: 'payload received by the server plus payload received by the client, sent at the same time',
};

/** A TCP stream over every connection: sent back by the server, or one way, or both ways at once. */
export const builtin: Workload = {
  ...loadTraits,
  name: 'builtin',
  description: 'TCP stream over every connection, echoed back, one way, or both ways',
  bit: ({ direction, verify, light }) =>
    [bits[direction], ...(verify ? ['every byte checked'] : []), ...(light ? ['light: thrown away unread'] : [])].join(
      '; ',
    ),
  operation: () => null,
  takes: {
    direction: true,
    messageSize: 'one',
    rate: 'bits',
    verify: true,
    light: true,
    readerRate: true,
    active: true,
    halfClose: true,
    tls: true,
  },
  receivers: receiversOf,
  plan: planStream,
  result: ({ scenario, clientOutput, serverOutput }) => {
    const { load } = scenario;
    const outputs = { client: clientOutput, server: serverOutput };
    const receivers = receiversOf(load);
    const counts = receivers.map((end) => countedInWindow(outputs[end], end));
    const silent = counts.some(({ rx }) => rx === 0);
    return {
      bytes: counts.reduce((sum, { rx }) => sum + rx, 0),
      // Those of two ends differ by the microseconds between their readings.
      seconds: counts.reduce((sum, { seconds }) => sum + seconds, 0) / counts.length,
      operations: null,
      latency: null,
      shares: receivers.flatMap((end) => parseShares(outputs[end])),
      failure: silent
        ? load.direction === 'echo'
          ? 'no byte came back'
          : 'no byte arrived'
        : missedHalfCloses(scenario, serverOutput),
    };
  },
};
