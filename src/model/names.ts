/** The words of the program: one list each, in the order in which they are shown. */
const knownWorkloads = ['builtin', 'builtin-rr', 'builtin-crr', 'iperf3', 'h2load', 'h2load-h1'];
export const workloadNames: readonly string[] = knownWorkloads;
/** Users add their own to ours, so any word can be one. */
export type WorkloadName = string;

const knownRelays = ['skrouterd', 'nginx', 'nghttpx', 'haproxy', 'builtin'];
/** Programs that can stand between client and server. */
export const relayProgramNames: readonly string[] = knownRelays;

const knownChoices = [...knownRelays, 'none'];
/** `none` is a chain without relays: the client talks to the server. */
export const relayNames: readonly string[] = knownChoices;
export type RelayName = string;

/** Adds the name of a workload that the user defines; done before the command line is read. */
export function knowWorkload(name: string): void {
  if (!knownWorkloads.includes(name)) knownWorkloads.push(name);
}

/** The same for a relay. */
export function knowRelay(name: string): void {
  if (knownRelays.includes(name)) return;
  knownRelays.push(name);
  knownChoices.splice(-1, 0, name);
}

export const protocolNames = ['tcp', 'http1', 'http2'] as const;
export type Protocol = (typeof protocolNames)[number];

/** Decoders of a Skupper router that read along in a tcpListener. */
export const observerNames = ['none', 'auto', 'http1', 'http2'] as const;

/** What relay 1 is, if it is a Skupper router; the others are interior ones. */
export const routerModes = ['interior', 'edge'] as const;

/** What can be recorded of the window. */
export const captureNames = ['stat', 'record', 'c2c', 'mem', 'flamegraph', 'offcpu', 'syscalls', 'skstat'] as const;
export type CaptureName = (typeof captureNames)[number];

/** The two programs of a workload. */
export type End = 'client' | 'server';

/** A place in the run. Relay 1 is the one nearest the client. */
export type Role = 'client' | 'server' | `relay${number}`;

export const relayRole = (index: number): Role => `relay${index}`;

/** How a role is written for people: `relay 1`. */
export const roleTitle = (role: string): string => role.replace(/^relay_?(\d+)$/, 'relay $1');

/** How a role is written in JSON: `relay_1`. */
export const roleKey = (role: string): string => role.replace(/^relay(\d+)$/, 'relay_$1');
