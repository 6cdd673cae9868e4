import { expect, test } from 'vitest';
import { relayProgramNames } from '../../src/model/names.js';
import { relayOf } from '../../src/relays/index.js';
import { aPlan, planText } from '../fixtures/scenario.js';

const isRelay = (role: string): boolean => role.startsWith('relay');

// A workload that knows the protocol; what the ends are does not show in a relay's configuration.
const workloadFor = { tcp: 'builtin', http1: 'h2load-h1', http2: 'h2load' } as const;

const cases = relayProgramNames.flatMap((relay) =>
  relayOf(relay).protocols.flatMap((protocol) => [1, 2].map((hops) => ({ relay, protocol, hops }))),
);

test.each(cases)('$relay, $protocol, $hops hops', async ({ relay, protocol, hops }) => {
  const plan = aPlan({ relay, protocol, hops, workload: workloadFor[protocol] });
  await expect(planText(plan, isRelay)).toMatchFileSnapshot(`golden/${relay}-${protocol}-${hops}.txt`);
});

test.each([2, 3])('an edge router and %d hops', async (hops) => {
  const plan = aPlan({ relay: 'skrouterd', hops, relayOptions: { routerMode: 'edge' } });
  await expect(planText(plan, isRelay)).toMatchFileSnapshot(`golden/skrouterd-edge-${hops}.txt`);
});

const options: Readonly<Record<string, Record<string, string>>> = {
  skrouterd: {
    workerThreads: '4',
    dataConnectionCount: '8',
    observer: 'auto',
    routerMode: 'interior',
    maxFrameSize: '65536',
    maxSessionFrames: '100',
  },
  nginx: { proxyBufferSize: '65536', reuseport: 'on' },
  nghttpx: {},
  haproxy: { splice: 'on' },
  builtin: { pipeSize: '65536', burn: '500', corruptAfter: '1000' },
};

test.each(relayProgramNames.filter((relay) => Object.keys(options[relay]!).length > 0))(
  'every option of %s, as root, with a stream module that is built in',
  async (relay) => {
    // A new option must show in the golden file too.
    expect(Object.keys(options[relay]!)).toEqual(Object.keys(relayOf(relay).options));
    const program = { path: '/opt/bin/x', facts: { stream_module: 'builtin' } };
    const plan = aPlan(
      { relay, relayOptions: options[relay]! },
      { asRoot: true, programs: { client: program, server: program, relay: program } },
    );
    await expect(planText(plan, isRelay)).toMatchFileSnapshot(`golden/${relay}-options.txt`);
  },
);
