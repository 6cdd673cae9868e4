import type { DeviceReading, NetworkReading } from '../model/readings.js';
import type { Files } from './files.js';
import { localFiles } from './local-files.js';

/** Where the kernel counts what goes over the network. */
export const networkFiles = { devices: '/proc/net/dev', protocols: '/proc/net/snmp' } as const;

/** The network devices and TCP of a machine, or of the network namespace of whoever reads. */
export function readNetwork(files: Files = localFiles): NetworkReading | null {
  const devices = files.text(networkFiles.devices);
  if (devices === null) return null;
  const protocols = files.text(networkFiles.protocols) ?? '';
  return {
    devices: parseDevices(devices),
    retransmits: parseRetransmits(protocols),
    segments: parseSegments(protocols),
  };
}

/**
 * Parses /proc/net/dev: 8 counters of what was received, then 8 of what was sent, each bytes, packets, errors and drops first.
 * Sample: `  eth0: 4743030173  128999    0    7    0     0          0         0 10977690   91623    0    0    0     0       0          0`.
 */
export function parseDevices(text: string): Record<string, DeviceReading> {
  const devices: Record<string, DeviceReading> = {};
  for (const [, name = '', counters = ''] of text.matchAll(/^ *([^\s|]+?):\s*(\d[\d ]*)$/gm)) {
    const numbers = counters.trim().split(/ +/).map(Number);
    const [receivedBytes = 0, , , receivedDrops = 0, , , , , sentBytes = 0, , , sentDrops = 0] = numbers;
    devices[name] = { receivedBytes, sentBytes, receivedDrops, sentDrops };
  }
  return devices;
}

/**
 * TCP segments that were sent again so far, from /proc/net/snmp: a line of names and one of values; null if it is not told.
 * Sample: `Tcp: RtoAlgorithm ... RetransSegs ...`, then `Tcp: 1 ... 3412134 ...`.
 */
export const parseRetransmits = (text: string): number | null => parseTcp(text, 'RetransSegs');

/** The same of segments that were sent, without those that hold nothing but what was sent before (RFC 4022, tcpOutSegs). */
export const parseSegments = (text: string): number | null => parseTcp(text, 'OutSegs');

function parseTcp(text: string, counter: string): number | null {
  const [names = [], values = []] = [...text.matchAll(/^Tcp: (.*)$/gm)].map(([, fields = '']) => fields.split(' '));
  const value = Number(values[names.indexOf(counter)]);
  return Number.isNaN(value) ? null : value;
}
