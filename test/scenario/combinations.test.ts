import { expect, test } from 'vitest';
import { ExpectedError } from '../../src/errors.js';
import { protocolNames, relayNames, workloadNames } from '../../src/model/names.js';
import { combinationsOf, isPossible, requirePossible } from '../../src/scenario/combinations.js';

const all = workloadNames.flatMap((workload) =>
  relayNames.flatMap((relay) => protocolNames.map((protocol) => ({ workload, relay, protocol }))),
);

test('the possible combinations', async () => {
  const lines = all.filter(isPossible).map((one) => `${one.workload} ${one.relay} ${one.protocol}`);
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/combinations.txt');
});

test('every other one is refused with a list, and every entry of the list is possible', () => {
  const refused = all.filter((one) => !isPossible(one));
  expect(refused.length).toBeGreaterThan(30);
  for (const one of refused) {
    const error = errorOf(() => requirePossible(one));
    expect(error).toMatchObject({ code: 'impossible-combination', exitCode: 2 });
    expect(error.message).toBe(`${one.workload} over ${one.relay} with ${one.protocol} is not possible`);
    const offered = [...(error.remedy ?? '').matchAll(/-w (\S+) -r (\S+) -p ([a-z0-9]+)/g)];
    expect(offered.length > 0 || / knows (tcp|http)/.test(error.remedy ?? '')).toBe(true);
    for (const [, workload, relay, protocol] of offered) {
      expect(
        all.find((two) => two.workload === workload && two.relay === relay && two.protocol === protocol),
      ).toSatisfy(isPossible);
    }
  }
});

test('the list is of the same relay where it can do something', () => {
  const error = errorOf(() => requirePossible({ workload: 'h2load', relay: 'nghttpx', protocol: 'tcp' }));
  expect(error.remedy).toBe('possible: -w h2load -r nghttpx -p http2');
});

test('what is possible is not refused', () => {
  for (const one of all.filter(isPossible)) expect(() => requirePossible(one)).not.toThrow();
});

test('default protocols: tcp, and for relays without tcp their own', () => {
  const texts = combinationsOf(workloadNames, ['nginx', 'nghttpx', 'none'], null).map(Object.values);
  expect(texts.map((words) => words.join(' '))).toEqual([
    'builtin nginx tcp',
    'builtin none tcp',
    'builtin-rr nginx tcp',
    'builtin-rr none tcp',
    'builtin-crr nginx tcp',
    'builtin-crr none tcp',
    'iperf3 nginx tcp',
    'iperf3 none tcp',
    'h2load nginx tcp',
    'h2load nghttpx http2',
    'h2load none tcp',
    'h2load-h1 nginx tcp',
    'h2load-h1 nghttpx http1',
    'h2load-h1 none tcp',
  ]);
});

test('chosen protocols hold for all, in the order of the lists', () => {
  expect(combinationsOf(['h2load'], ['haproxy', 'nginx'], ['http2', 'tcp'])).toEqual([
    { workload: 'h2load', relay: 'haproxy', protocol: 'http2' },
    { workload: 'h2load', relay: 'haproxy', protocol: 'tcp' },
    { workload: 'h2load', relay: 'nginx', protocol: 'tcp' },
  ]);
  expect(combinationsOf(['builtin'], ['nghttpx'], null)).toEqual([]);
});

function errorOf(call: () => void): ExpectedError {
  try {
    call();
  } catch (error) {
    if (error instanceof ExpectedError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
