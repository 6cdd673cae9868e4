/* oxlint-disable vitest/valid-expect -- vitest takes a message as second argument */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import type { Capture } from '../../src/model/capture.js';
import type { Capability, CapabilityName } from '../../src/model/capability.js';
import { profileSchema } from '../../src/model/profile.js';
import type { Summary } from '../../src/model/summary.js';
import { findCapabilities } from '../../src/app/capture/capabilities.js';
import { expectSound } from './sound.js';
import { missing, Place, withCheckout } from './support.js';

withCheckout();

/** Long enough for some hundred samples of each relay. */
const brief = ['--warmup', '0.4', '--duration', '1'];

/** Skips a test where a program is not installed, or a capture not possible here. */
async function needs(ctx: TestContext, programs: readonly string[], names: readonly CapabilityName[]): Promise<void> {
  const reason = missing(...programs, ...(names.length > 0 ? ['perf'] : []));
  ctx.skip(reason !== null, reason ?? '');
  for (const name of names) {
    const { possible, cause } = await (probed[name] ??= probe(name));
    ctx.skip(!possible, `${name} is not possible here: ${cause}`);
  }
}

/** What perf was found to do here; each trial takes 0.1 to 0.3 s. */
const probed: Partial<Record<CapabilityName, Promise<Capability>>> = {};

async function probe(name: CapabilityName): Promise<Capability> {
  const [found] = await findCapabilities([name]);
  return found!;
}

async function capture(place: Place, words: readonly string[], times = brief): Promise<Summary & { capture: Capture }> {
  const { stdout, stderr } = await place.run([...words, ...times]);
  expect(stderr).not.toContain('bug');
  expect(stdout).toContain('\nCAPTURED ');
  expect(stdout).toMatch(/\nnext +\S/);
  const summary = expectSound(place.runFolders().at(-1)!);
  expectCapture(summary, words[0]!);
  return summary as Summary & { capture: Capture };
}

function expectCapture({ capture: found, configuration }: Summary, kind: string): void {
  if (found === null) throw new Error('nothing was captured');
  expect(found.kind).toBe(kind);
  if (found.command === null) return;
  const { window, delay, cost, threads, targets } = found;
  expect(window!.to - window!.from).toBeGreaterThan(0.9 * configuration.duration);
  expect(delay!.on).toBeGreaterThan(0);
  // perf may sleep through a short window and write everything afterwards.
  expect(cost.cpu).toBeGreaterThanOrEqual(0);
  expect(cost.data).toBeGreaterThan(0);
  expect(cost.bits_per_second_during).toBeGreaterThan(0);
  expect(new Set(threads.map(({ role }) => role))).toEqual(new Set(targets));
}

/** Every profile of CPU time: no role has more time than its threads ran, as the kernel counts it. */
function expectProfile({ capture, resources, configuration }: Summary): void {
  const { profile, targets } = capture!;
  expect(Object.keys(profile!.roles).sort()).toEqual(targets.toSorted());
  for (const [role, { samples, weight, functions }] of Object.entries(profile!.roles)) {
    expect(samples, role).toBeGreaterThan(10);
    expect(functions.length, role).toBeGreaterThan(3);
    const own = functions.map((one) => one.own);
    expect(own).toEqual(own.toSorted((a, b) => b - a));
    if (profile!.unit !== 'ns') continue;
    const ran = resources[role]!.average_cpu * configuration.duration;
    expect(weight * 1e-9, role).toBeLessThan(ran * 1.3 + 0.1);
    expect(weight * 1e-9, role).toBeGreaterThan(ran * 0.5 - 0.1);
  }
}

describe('perf looks at the window', () => {
  test('stat counts for each relay and together', async (ctx) => {
    await needs(ctx, [], ['counting']);
    const { capture: found, resources } = await capture(new Place(), ['stat', '-r', 'builtin']);
    const { events, roles, together, unavailable, per } = found.stat!;
    const names = events.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['task-clock', 'page-faults']));
    for (const name of names) {
      const sum = Object.values(roles).reduce((all, counts) => all + counts[name]!, 0);
      expect(together[name]).toBeCloseTo(sum, 3);
    }
    expect(per!.together['task-clock']).toBeGreaterThan(0);
    expect(unavailable.every(({ events, cause }) => events.length > 0 && cause !== '')).toBe(true);
    const used = resources['relay_1']!.average_cpu * 1000;
    expect(roles['relay_1']!['task-clock']).toBeGreaterThan(used * 0.7 - 50);
    expect(roles['relay_1']!['task-clock']).toBeLessThan(used * 1.3 + 50);
  });

  test('stat counts what the user asks for', async (ctx) => {
    await needs(ctx, [], ['counting']);
    const { capture: found } = await capture(new Place(), ['stat', '-r', 'builtin', '--events', 'minor-faults,cs']);
    expect(found.stat!.events.map(({ name }) => name)).toEqual(['minor-faults', 'cs']);
    expect(found.stat!.unavailable).toEqual([]);
  });

  test('record leaves a perf.data here that perf itself reads, and keeps the earlier one', async (ctx) => {
    await needs(ctx, [], ['sampling']);
    const place = new Place();
    expectProfile(await capture(place, ['record', '-r', 'builtin']));
    const first = readlinkSync(join(place.folder, 'perf.data'));
    expectProfile(await capture(place, ['record', '-r', 'builtin', '--target', 'client', '--freq', '499']));
    expect(readlinkSync(join(place.folder, 'perf.data.old'))).toBe(first);
    const report = spawnSync('perf', ['report', '--no-children', '--stdio', '--no-inline'], {
      cwd: place.folder,
      encoding: 'utf8',
    });
    expect(report.stdout).toMatch(/^\s+\d+\.\d+%\s+load-\d/m);
    const { capture: second } = place.lastSummary();
    expect(second!.targets).toEqual(['client']);
    expect(second!.command).toContain('499');
  });

  test('what stands after -- goes to perf', async (ctx) => {
    await needs(ctx, [], ['sampling']);
    const place = new Place();
    await place.run(['record', '-r', 'builtin', ...brief, '--', '-e', 'task-clock']);
    const { capture: found } = place.summary();
    expect(found!.profile!.event).toMatch(/^task-clock/);
    expect(found!.options.extra).toEqual(['-e', 'task-clock']);
    expect(readFileSync(join(place.runFolders()[0]!, 'reproduce.sh'), 'utf8')).toMatch(
      /"\$@" \\\n {2}-- -e task-clock\n$/,
    );
  });

  test('without a relay client and server are captured', async (ctx) => {
    await needs(ctx, [], ['sampling']);
    const summary = await capture(new Place(), ['record', '-r', 'none']);
    expect(summary.capture.targets).toEqual(['client', 'server']);
    expectProfile(summary);
  });

  test('flamegraph makes a page, and keeps the tree and its folded form', async (ctx) => {
    await needs(ctx, [], ['sampling']);
    const place = new Place();
    const summary = await capture(place, ['flamegraph', '-r', 'builtin']);
    expectProfile(summary);
    const [folder = ''] = place.runFolders();
    const tree = profileSchema.parse(JSON.parse(readFileSync(join(folder, 'profile.json'), 'utf8')));
    const { samples } = summary.capture.profile!;
    expect(tree.nodes.samples.reduce((sum, one) => sum + one, 0)).toBe(samples);
    expect(tree.frames.name).toEqual(expect.arrayContaining(['relay 1', 'relay 2']));
    const folded = readFileSync(join(folder, 'flamegraph.folded'), 'utf8').trimEnd().split('\n');
    expect(folded.every((line) => /^relay [12];.* \d+$/.test(line))).toBe(true);
    const page = readFileSync(join(place.folder, 'flamegraph.html'), 'utf8');
    expect(page).toContain(summary.id);
    expect(page).not.toMatch(/(src|href)="https?:/);
    // The same page again, from the saved run and from the file that perf wrote.
    for (const source of [folder, join(folder, 'perf.data')]) {
      const { code, stdout, stderr } = await place.run(['flamegraph', source]);
      expect(code, stderr).toBe(0);
      expect(stdout).toContain('flamegraph.html is made');
      expect(readFileSync(join(place.folder, 'flamegraph.html'), 'utf8')).toContain(summary.id);
    }
    expect(existsSync(join(place.folder, 'old.flamegraph.html'))).toBe(true);
    expect(place.runFolders()).toHaveLength(1);
  });

  test('offcpu tells blocked from preempted, and no thread waits longer than the window', async (ctx) => {
    await needs(ctx, [], ['switches']);
    const place = new Place();
    const { capture: found } = await capture(place, ['offcpu', '-r', 'builtin']);
    const tree = profileSchema.parse(JSON.parse(readFileSync(join(place.runFolders()[0]!, 'profile.json'), 'utf8')));
    expect(tree.frames.name).toContain('blocked');
    expect(found.profile!.unit).toBe('ns');
    const window = found.window!.to - found.window!.from;
    for (const [role, { weight }] of Object.entries(found.profile!.roles)) {
      const threads = found.threads.filter((one) => one.role === role).length;
      expect(weight * 1e-9).toBeGreaterThan(0);
      expect(weight * 1e-9).toBeLessThanOrEqual(threads * window * 1.001);
    }
    expect(statSync(join(place.folder, 'offcpu.html')).size).toBeGreaterThan(1000);
  });

  test('syscalls knows the calls that move the payload', async (ctx) => {
    await needs(ctx, [], ['syscalls']);
    const { capture: found, results } = await capture(new Place(), ['syscalls', '-r', 'builtin', '--target', 'relay1']);
    const { rows } = found.syscalls!;
    expect(new Set(rows.map(({ role }) => role))).toEqual(new Set(['relay_1']));
    const splice = rows.filter(({ syscall }) => syscall === 'splice');
    // An echo passes twice, and each time into a pipe and out of it.
    const moved = splice.reduce((sum, { bytes }) => sum + bytes!, 0);
    const payload = (results!.bits / 8) * 4;
    for (const { calls, errors, again } of rows) expect([calls >= errors, errors >= again]).toEqual([true, true]);
    ctx.skip(found.cost.lost !== 0, 'perf could not keep up, so there is less than what was moved');
    expect(moved).toBeGreaterThan(payload * 0.9);
    expect(moved).toBeLessThan(payload * 1.1);
  });

  test.for([
    ['builtin-rr', 'haproxy', 'all', ['relay_1', 'relay_2', 'client', 'server']],
    ['iperf3', 'nginx', 'server', ['server']],
    ['h2load', 'nghttpx', 'all', ['relay_1', 'relay_2', 'client', 'server']],
    ['h2load-h1', 'haproxy', 'relay2', ['relay_2']],
  ] as const)('%s over %s, %s', async ([workload, relay, target, roles], ctx) => {
    const client = workload.startsWith('h2load') ? 'h2load' : workload;
    await needs(ctx, [relay, ...(client.startsWith('builtin') ? [] : [client])], ['sampling']);
    const protocol = workload === 'h2load' ? 'http2' : workload === 'h2load-h1' ? 'http1' : 'tcp';
    const words = ['record', '-w', workload, '-r', relay, '-p', protocol, '--target', target];
    // perf is opened beside a client that is not ours, which does not wait for it.
    const times = client.startsWith('builtin') ? brief : ['--warmup', '2', '--duration', '1'];
    const summary = await capture(new Place(), words, times);
    expect(summary.capture.targets).toEqual(roles);
    const found = summary.capture.profile!.roles;
    expect(Object.keys(found).sort()).toEqual(roles.toSorted());
    expect(Object.values(found).every(({ samples }) => samples > 0)).toBe(true);
  });
});

describe('skrouterd', () => {
  test('flamegraph shows both routers with their own functions', async (ctx) => {
    await needs(ctx, ['skrouterd'], ['sampling']);
    const place = new Place();
    const summary = await capture(place, ['flamegraph']);
    for (const role of ['relay_1', 'relay_2']) {
      const { functions } = summary.capture.profile!.roles[role]!;
      expect(functions.length).toBe(20);
    }
    const folded = readFileSync(join(place.runFolders()[0]!, 'flamegraph.folded'), 'utf8');
    expect(folded).toMatch(/^relay 1;wrkr_\d;.*qd_/m);
    expect(folded).toMatch(/^relay 2;wrkr_\d;.*qd_/m);
  });

  test('skstat tells of every router what it says of itself', async (ctx) => {
    await needs(ctx, ['skrouterd'], []);
    const { capture: found } = await capture(new Place(), ['skstat', '--hops', '1']);
    expect(found.command).toBeNull();
    const [router, ...more] = found.routers!;
    expect(more).toEqual([]);
    expect(router!.role).toBe('relay_1');
    expect(router!.pools!.length).toBeGreaterThan(20);
    expect(router!.resident!.before).toBeGreaterThan(1e6);
    const connections = router!.pools!.find(({ type }) => type === 'qd_tcp_connection_t')!;
    expect(connections.allocated.before).toBeGreaterThan(0);
  });
});

describe('what differs', () => {
  test('two folders of captured runs are compared per byte', async (ctx) => {
    await needs(ctx, [], ['sampling']);
    const place = new Place();
    for (const side of ['a', 'b', 'a']) {
      await place.run(['flamegraph', '-r', 'builtin', '--output', side, '-q', ...brief]);
    }
    const { code, stdout, stderr } = await place.run(['flamegraph', 'a', 'b']);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('flamegraph.html is made');
    const page = readFileSync(join(place.folder, 'flamegraph.html'), 'utf8');
    expect(page).toContain('a against b');
    expect(page).toContain('Nothing is coloured: it takes 5 captures of each side');
  });
});

describe('where the machine has counters', () => {
  test.for([
    ['c2c', 'cache-lines'],
    ['mem', 'memory'],
  ] as const)('%s keeps the report of perf', async ([kind, name], ctx) => {
    await needs(ctx, [], [name]);
    const place = new Place();
    const { capture: found } = await capture(place, [kind, '-r', 'builtin']);
    expect(found.files).toEqual(['perf.data', `${kind}.txt`]);
    expect(readFileSync(join(place.runFolders()[0]!, `${kind}.txt`), 'utf8')).toContain('%');
  });
});
