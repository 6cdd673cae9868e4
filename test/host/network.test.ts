import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { KnownFiles } from '../../src/host/known-files.js';
import { networkFiles, parseDevices, parseRetransmits, parseSegments, readNetwork } from '../../src/host/network.js';

const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/proc/${name}.txt`, import.meta.url), 'utf8');

test('the counters of every device', () => {
  const devices = parseDevices(fixture('net-dev'));
  expect(Object.keys(devices)).toEqual(['lo', 'ifb0', 'ifb1', 'eth0']);
  expect(devices['eth0']).toEqual({
    receivedBytes: 4_743_030_173,
    sentBytes: 10_977_690,
    receivedDrops: 0,
    sentDrops: 0,
  });
  expect(devices['lo']?.receivedDrops).toBe(2082);
});

test('a name may hold dots, and old kernels put no blank after the colon', () => {
  const devices = parseDevices('  eth0.7:1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n');
  expect(devices).toEqual({ 'eth0.7': { receivedBytes: 1, sentBytes: 9, receivedDrops: 4, sentDrops: 12 } });
  expect(parseDevices('')).toEqual({});
});

test('segments that were sent again', () => {
  const [, expected] = / (\d+) \d+ \d+ \d+$/m.exec(fixture('net-snmp').split('\n').at(3)!) ?? [];
  expect(parseRetransmits(fixture('net-snmp'))).toBe(Number(expected));
  expect(parseRetransmits('Tcp: A RetransSegs B\nTcp: 1 -2 3\n')).toBe(-2);
});

test('segments that were sent for the first time are counted apart', () => {
  expect(parseSegments('Tcp: InSegs OutSegs RetransSegs\nTcp: 1 2 3\n')).toBe(2);
  expect(parseSegments(fixture('net-snmp'))).toBeGreaterThan(parseRetransmits(fixture('net-snmp'))!);
  expect(parseSegments('')).toBeNull();
});

test.each(['', 'Tcp: A B\nTcp: 1 2\n', 'Tcp: RetransSegs\n', 'Udp: RetransSegs\nUdp: 5\n'])('%j tells none', (text) => {
  expect(parseRetransmits(text)).toBeNull();
});

test('a kernel that tells nothing, or nothing of TCP', () => {
  expect(readNetwork(new KnownFiles([]).files)).toBeNull();
  const { files } = new KnownFiles([{ kind: 't', path: networkFiles.devices, content: fixture('net-dev') }]);
  expect(readNetwork(files)).toMatchObject({ devices: { lo: {} }, retransmits: null });
});
