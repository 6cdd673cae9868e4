/** The words of the program: one list each, in the order in which they are shown. */
export const workloadNames = ['builtin', 'builtin-rr', 'builtin-crr', 'iperf3', 'h2load', 'h2load-h1'] as const;
export type WorkloadName = (typeof workloadNames)[number];

/** Programs that can stand between client and server. */
export const relayProgramNames = ['skrouterd', 'nginx', 'nghttpx', 'haproxy', 'builtin'] as const;
export type RelayProgramName = (typeof relayProgramNames)[number];

/** `none` is a chain without relays: the client talks to the server. */
export const relayNames = [...relayProgramNames, 'none'] as const;
export type RelayName = (typeof relayNames)[number];

export const protocolNames = ['tcp', 'http1', 'http2'] as const;
export type Protocol = (typeof protocolNames)[number];

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
