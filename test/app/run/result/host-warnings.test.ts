import { expect, test } from 'vitest';
import { hostWarnings } from '../../../../src/app/run/result/host-warnings.js';
import { usualDeployment } from '../../../../src/model/deployment.js';
import { aDistributedEvidence, aHostSeen, loads, placements } from '../distributed.js';
import { someEvidence } from '../readings.js';

type Seen = ReturnType<typeof aHostSeen>;

const warningsOf = (h3: Seen) => {
  const { plan, execution } = aDistributedEvidence({ h3 });
  return hostWarnings(plan, execution).map(({ code, message }) => [code, message]);
};

const onEth0 = (changes: object) =>
  aHostSeen({
    ...loads.h3,
    devices: { eth0: { receivedBytes: 9e8, ...changes }, idle: { receivedBytes: 1, receivedDrops: 50 } },
  });

test.each<[string, Seen, [code: string, message: string][]]>([
  ['nothing to say', aHostSeen(loads.h3), []],
  [
    'one lost packet that was to go',
    onEth0({ sentDrops: 0.5 }),
    [['dropped-packets', 'h3: eth0 dropped 0 packets that came and 1 that were to go']],
  ],
  ['as many as come from bridges', onEth0({ receivedDrops: 1 }), []],
  [
    'more of them',
    onEth0({ receivedDrops: 900 }),
    [['dropped-packets', 'h3: eth0 dropped 1,800 packets that came and 0 that were to go']],
  ],
  ['a little sent again', aHostSeen({ ...loads.h3, retransmits: 90 }), []],
  [
    'more than 0.1 % sent again',
    aHostSeen({ ...loads.h3, retransmits: 500 }),
    [['retransmits', 'h3 sent 0.50 % of its TCP segments again (1,000)']],
  ],
  ['a clock known to 0.9 ms', aHostSeen(loads.h3, { clock: { offsetNs: 0, uncertaintyNs: 0.9e6 } }), []],
  [
    'a clock known to 1.2 ms',
    aHostSeen(loads.h3, { clock: { offsetNs: 0, uncertaintyNs: 1.2e6 } }),
    [['clock-uncertain', 'the clock of h3 is only known to 1.20 ms, and so is its window']],
  ],
  [
    'heat',
    { ...aHostSeen(loads.h3), end: { ...aHostSeen(loads.h3).end!, throttleCount: 9 } },
    [['throttled', 'h3: CPUs were slowed down for heat 2 times in the window']],
  ],
  ['not read', aHostSeen(loads.h3, { begin: null, end: null }), []],
])('of a host: %s', (_, seen, expected) => {
  expect(warningsOf(seen)).toEqual(expected);
});

test('where the kernel does not count segments, no share is told', () => {
  const seen = aHostSeen({ ...loads.h3, retransmits: 500 });
  seen.end!.network!.segments = null;
  expect(warningsOf(seen)).toEqual([]);
});

test('a relay that shares its host is told of; client and server may be on one', () => {
  const { execution } = aDistributedEvidence();
  const together = (hosts: typeof placements) =>
    hostWarnings(someEvidence({}, { deployment: { ...usualDeployment, hosts } }).plan, execution).map(
      ({ message }) => message,
    );
  expect(together(placements)).toEqual([]);
  expect(together({ ...placements, relay2: placements.relay1 })).toEqual([
    'relay 1 and relay 2 share h2: they take CPU from each other, and what goes between them crosses no network',
  ]);
});

test('a run on one machine is not warned of', () => {
  const { plan, execution } = someEvidence();
  expect(hostWarnings(plan, execution)).toEqual([]);
});
