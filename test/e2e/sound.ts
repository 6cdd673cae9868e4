/* oxlint-disable vitest/valid-expect -- vitest takes a message as second argument */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Summary } from '../../src/model/summary.js';
import { folderPattern } from '../../src/store/names.js';
import { readSummary } from '../../src/store/summary-file.js';
import { workloadOf } from '../../src/workloads/index.js';
import { linkOf, portsOf } from './support.js';

/** Everything that must be true of a run that came to its end, however much the machine was disturbed. */
export function expectSound(folder: string): Summary {
  const summary = readSummary(folder);
  const { status, status_reason, trust } = summary;
  expect(status, status_reason?.message).toMatch(/^(ok|invalid)$/);
  expect(status === 'ok').toBe(status_reason === null);
  expect(trust?.ok).toBe(status === 'ok');
  expectResults(summary);
  expectResources(summary);
  expectTrust(summary);
  expectSeries(summary);
  expectFolder(summary, folder);
  return summary;
}

const relayRoles = ({ configuration }: Summary): string[] =>
  Array.from({ length: configuration.hops }, (_, at) => `relay_${at + 1}`);

function expectResults({ results, configuration }: Summary): void {
  const { duration, bits, bits_per_second, operations, operations_per_second, latency, failures } = results!;
  expect(bits).toBeGreaterThan(0);
  expect(duration).toBeGreaterThan(configuration.duration / 2);
  expect(bits_per_second).toBeCloseTo(bits / duration, -3);
  if (['builtin', 'iperf3'].includes(configuration.workload)) {
    expect([operations, operations_per_second, latency]).toEqual([null, null, null]);
    return;
  }
  expect(operations).toBeGreaterThan(0);
  expect(operations_per_second).toBeCloseTo(operations! / duration, 3);
  const shortConnections = workloadOf(configuration.workload).shortConnections === true;
  if (shortConnections) expect(Object.values(failures!).every((count) => count === 0)).toBe(true);
  else expect(failures).toBeNull();
  const { count, min, p50, p90, p99, p999, max, average } = latency!;
  expect(count).toBeGreaterThan(0);
  expect(min).toBeGreaterThan(0);
  const inOrder = [min, p50, p90, p99, p999, max].filter((value) => value !== null);
  expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
  expect(average).toBeGreaterThanOrEqual(min);
  expect(average).toBeLessThanOrEqual(max);
}

/** When /proc was read far from the marks, its figures are of some other time than the window. */
export const windowMissed = ({ trust }: Summary): boolean => (trust?.window_skew ?? 1) > 0.05;

function expectResources(summary: Summary): void {
  const { resources, environment, configuration } = summary;
  const roles = [...relayRoles(summary), 'client', 'server'];
  const perf = summary.capture?.command == null ? [] : ['capture'];
  expect(Object.keys(resources)).toEqual([...roles, ...perf, 'flimflam']);
  for (const role of roles) {
    const { average_cpu, user_cpu, system_cpu, max_rss, threads, processes, run_delay } = resources[role]!;
    expect(user_cpu + system_cpu, role).toBeCloseTo(average_cpu, 9);
    // A client that keeps its own time may have ended before its threads were read at the end of the window.
    const mayBeGone = role === 'client' && workloadOf(configuration.workload).window.kind === 'own';
    if (!mayBeGone) {
      expect(threads.length, role).toBeGreaterThanOrEqual(processes);
      expect(run_delay, role).toBeGreaterThanOrEqual(0);
    }
    for (const { name } of threads) expect(name, role).toMatch(/^[^?]/);
    if (windowMissed(summary)) continue;
    expect(average_cpu, role).toBeGreaterThan(0);
    // CPU time is counted when it ends, and the marks of reading are some milliseconds apart.
    expect(average_cpu, role).toBeLessThanOrEqual(environment!.cpus * 1.05);
    expect(max_rss, role).toBeGreaterThan(0);
  }
  if (configuration.relay !== 'nginx') return;
  // A master and its workers.
  for (const role of relayRoles(summary)) {
    expect(resources[role]!.processes).toBeGreaterThanOrEqual(1 + configuration.relay_threads);
  }
}

function expectTrust(summary: Summary): void {
  const { trust, environment, configuration, warnings } = summary;
  const { cpu, bytes, libraries, problems, log } = trust!;
  expect(problems.length > 0).toBe(summary.status === 'invalid');
  // What a client's end makes a relay log is still of the window when its last line is heard late.
  const ownTime = workloadOf(configuration.workload).window.kind === 'own';
  if (!ownTime) expect(log).toEqual({ errors: 0, warnings: 0, lines: [] });
  const { ours, by_role, foreign, unattributed, steal, idle } = cpu!;
  expect(ours + (foreign ?? 0) + unattributed! + steal + idle).toBeCloseTo(1, 9);
  expect(Object.values(by_role).reduce((sum, share) => sum + share, 0)).toBeCloseTo(ours, 9);
  // Only when the kernel's answer came too late is there nothing to compare, or when its counters end with each connection.
  if (workloadOf(configuration.workload).shortConnections === true) expect(bytes).toBeNull();
  else if (bytes === null) expect(warnings.map(({ code }) => code)).toContain('no-kernel-count');
  else if (!windowMissed(summary)) expect(bytes.agree, JSON.stringify(bytes)).toBe(true);
  expect(Object.keys(libraries).sort()).toEqual(relayRoles(summary));
  for (const binaries of Object.values(libraries)) {
    expect(binaries.map(({ path }) => path)).toContain(realpathSync(environment!.relay!.path));
    if (configuration.relay !== 'skrouterd') continue;
    const proton = binaries.find(({ path }) => path.includes('/libqpid-proton-core.so'));
    expect(proton?.build_id).toMatch(/^[0-9a-f]{16,}$/);
  }
}

function expectSeries(summary: Summary): void {
  const { time, bits_per_second, cpu, rss } = summary.series!;
  expect(time.length).toBeGreaterThan(0);
  expect(time).toEqual(time.toSorted((a, b) => a - b));
  const roles = [...relayRoles(summary), 'client', 'server'];
  expect(Object.keys(cpu)).toEqual(expect.arrayContaining(roles));
  expect(Object.keys(rss).sort()).toEqual(Object.keys(cpu).sort());
  const lengths = [bits_per_second, ...Object.values(cpu), ...Object.values(rss)].map((list) => list.length);
  expect(new Set(lengths)).toEqual(new Set([time.length]));
}

function expectFolder(summary: Summary, folder: string): void {
  const { id, plan, configuration } = summary;
  expect(folder.endsWith(`/${id}`)).toBe(true);
  expect(id).toMatch(folderPattern);
  expect(id).toContain(`-${configuration.workload}-${configuration.relay}-${configuration.protocol}-`);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, 'reproduce.sh')).mode & 0o111).toBe(0o111);
  const [low = 0, high = 0] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8')
    .trim()
    .split(/\s+/)
    .map(Number);
  const ports = portsOf(summary);
  expect(ports.length).toBeGreaterThan(configuration.hops);
  expect(new Set(ports).size).toBe(ports.length);
  expect(ports.filter((port) => port >= low && port <= high)).toEqual([]);
  for (const [path, text] of Object.entries(plan.configs)) expect(readFileSync(join(folder, path), 'utf8')).toBe(text);
  const roles = [...relayRoles(summary), 'client', 'server'];
  expect(Object.keys(plan.commands).sort()).toEqual(roles.sort());
  for (const role of roles) expect(statSync(join(folder, `${role.replace('_', '')}.log`)).isFile()).toBe(true);
  for (const role of relayRoles(summary)) {
    const text = readFileSync(join(folder, `${role.replace('_', '')}.libraries`), 'utf8');
    expect(text).toContain(realpathSync(summary.environment!.relay!.path));
  }
}

/** Where `latest` leads. */
export const latestOf = (parent: string): string => linkOf(join(parent, 'latest'));
