import { expect, test } from 'vitest';
import { parseCounted } from '../../src/host/perf-answers.js';
import { faultOf, judgeCounting, judgeRecording, judgeUnwinder } from '../../src/host/perf-judgement.js';
import type { PerfFacts } from '../../src/host/perf-facts.js';
import type { RecordingName } from '../../src/host/perf-trials.js';
import { probeFixture, rootFacts, said, trialOf, userFacts } from './perf-trial-outputs.js';

const noPmu = 'the hypervisor offers no performance counters';

const judged = (fixture: string, name: RecordingName, facts: PerfFacts) =>
  judgeRecording(name, trialOf(fixture, name), facts);
const counted = (fixture: string, facts: PerfFacts) =>
  judgeCounting(parseCounted(said(fixture, 'counting')), said(fixture, 'counting'), false, facts);
const codes = ({ limits }: { limits: readonly { code: string }[] }) => limits.map(({ code }) => code);

test('root without a PMU: clocks and tracepoints, no branches and no memory events', () => {
  expect(judged('root', 'sampling', rootFacts)).toMatchObject({
    possible: true,
    limits: [{ code: 'clock-samples', message: `by cpu-clock: ${noPmu}` }],
  });
  expect(counted('root', rootFacts)).toMatchObject({
    possible: true,
    limits: [{ code: 'software-events', message: `software events only: ${noPmu}` }],
  });
  for (const name of ['switches', 'syscalls'] as const) {
    expect(judged('root', name, rootFacts)).toEqual({ name, possible: true, cause: null, remedy: null, limits: [] });
  }
  expect(judged('root', 'lbr', rootFacts)).toMatchObject({
    possible: false,
    cause: `there are no branch records (${noPmu})`,
  });
  for (const name of ['memory', 'cache-lines'] as const) {
    expect(judged('root', name, rootFacts)).toMatchObject({
      possible: false,
      cause: `perf says memory events are not supported (${noPmu})`,
      remedy: null,
    });
  }
});

test('an ordinary user sees user space, and gets the line that shows the kernel', () => {
  const user = userFacts(2);
  expect(judged('user-2', 'sampling', user).limits[1]).toEqual({
    code: 'kernel-hidden',
    message: 'user space only: kernel.perf_event_paranoid=2',
    advice: 'sudo sysctl kernel.perf_event_paranoid=1',
    changeable: true,
  });
  expect(codes(counted('user-2', user))).toEqual(['software-events', 'kernel-hidden']);
  // The names would still be hidden then.
  expect(judged('user-2', 'sampling', { ...user, kptrRestrict: 1 }).limits[1]?.advice).toBe(
    'sudo sysctl kernel.perf_event_paranoid=1 kernel.kptr_restrict=0',
  );
});

test('names of the kernel that are hidden are noted where functions are shown', () => {
  const facts = { ...userFacts(1), kernelNames: false, kptrRestrict: 1 };
  expect(judged('root', 'sampling', facts).limits[1]).toMatchObject({
    code: 'kernel-hidden',
    advice: 'sudo sysctl kernel.kptr_restrict=0',
  });
  expect(codes(judged('root', 'switches', facts))).toEqual(['kernel-hidden']);
  expect(codes(judged('root', 'syscalls', facts))).toEqual([]);
});

const remount = 'sudo mount -o remount,mode=755,gid=1000 /sys/kernel/tracing';
const mount = 'sudo mount -t tracefs -o mode=755,gid=1000 nodev /sys/kernel/tracing';
const sysctl = (level: number) => `sudo sysctl kernel.perf_event_paranoid=${level}`;
test.each([
  // Everything that forbids it is told at once, so that one line helps.
  ['user-2', 'switches', userFacts(2), /tracing is not readable, and .*paranoid=2/, `${remount} && ${sysctl(-1)}`],
  ['user-2', 'syscalls', userFacts(2), /tracing is not readable, and .*paranoid=2/, `${remount} && ${sysctl(1)}`],
  ['user-2-unmounted', 'switches', userFacts(2, 'unmounted'), /^tracefs is not mounted/, `${mount} && ${sysctl(-1)}`],
  ['user-2-tracefs', 'switches', userFacts(2, 'readable'), /^kernel.perf_event_paranoid=2 forbids it$/, sysctl(-1)],
  ['user-1-tracefs', 'switches', userFacts(1, 'readable'), /^kernel.perf_event_paranoid=1 forbids it$/, sysctl(-1)],
  // It asks for physical addresses.
  ['user-2-physical', 'cache-lines', userFacts(2), /^kernel.perf_event_paranoid=2 forbids it$/, sysctl(1)],
  // perf ends well here and says that it captured something; there is no sample in it.
  ['user-2-tracefs', 'syscalls', userFacts(2, 'readable'), /^kernel.perf_event_paranoid=2 forbids it$/, sysctl(1)],
] as const)('%s: %s is refused with its cause and the line that changes it', (fixture, name, facts, cause, remedy) => {
  expect(judged(fixture, name, facts)).toEqual({
    name,
    possible: false,
    cause: expect.stringMatching(cause) as string,
    remedy,
    limits: [],
  });
});

test('with tracefs readable and paranoid 1 an ordinary user may look at his own system calls', () => {
  expect(judged('user-1-tracefs', 'syscalls', userFacts(1, 'readable')).possible).toBe(true);
});

test('a kernel that refuses what its settings permit: a container', () => {
  const cause = expect.stringMatching(/seccomp/) as string;
  expect(counted('seccomp', rootFacts)).toMatchObject({ possible: false, cause });
  for (const name of ['sampling', 'lbr', 'switches', 'syscalls'] as const) {
    expect(judged('seccomp', name, rootFacts)).toMatchObject({ name, possible: false, cause });
  }
});

test('Debian and Ubuntu forbid everything with 3 and 4', () => {
  const facts = userFacts(4);
  expect(counted('seccomp', facts)).toMatchObject({
    cause: 'kernel.perf_event_paranoid=4 forbids it',
    remedy: sysctl(1),
  });
});

test('kernels without perf events or tracepoints', () => {
  const none = { ...userFacts(2), permission: { paranoid: null, privileged: false } };
  expect(judged('seccomp', 'sampling', none).cause).toBe('this kernel offers no perf events');
  expect(judged('user-2', 'switches', userFacts(2, 'absent'))).toMatchObject({
    cause: 'this kernel has no tracepoints (no tracefs)',
    remedy: null,
  });
});

test('with a PMU it is the CPU, or the hypervisor, that lacks memory events', () => {
  const cause = (facts: Partial<PerfFacts>) => judged('root', 'memory', { ...rootFacts, pmu: true, ...facts }).cause;
  expect(cause({ virtual: false })).toMatch(/\(this CPU offers no memory events\)$/);
  expect(cause({ virtual: true })).toMatch(/\(the hypervisor offers no memory events\)$/);
  const words = 'failed: no PMU supports the memory events\n';
  expect(judgeRecording('memory', { ...trialOf('root', 'memory'), words }, rootFacts).cause).toMatch(/not supported/);
});

test('a perf that was built without libtraceevent', () => {
  // As in https://github.com/KDAB/hotspot/issues/519, from perf 6.2.16 of Ubuntu.
  const words = String.raw`event syntax error: 'sched:sched_switch'
                     \___ unsupported tracepoint

libtraceevent is necessary for tracepoint support
Run 'perf list' for a list of valid events
`;
  const trial = { ...trialOf('root', 'memory'), words };
  expect(judgeRecording('switches', trial, userFacts(2))).toMatchObject({
    cause: 'this perf was built without libtraceevent, so it knows no tracepoints',
    remedy: expect.stringContaining('libtraceevent') as string,
  });
});

test('memory events need no sample to be there, for so short a time may have none', () => {
  const words = '[ perf record: Captured and wrote 0.003 MB memory.data ]\n';
  const trial = { words, recorded: { samples: new Map(), switches: 0 }, late: false };
  expect(judgeRecording('memory', trial, rootFacts).possible).toBe(true);
  expect(judgeRecording('sampling', trial, rootFacts)).toMatchObject({
    possible: false,
    cause: 'perf recorded nothing',
  });
});

test('dwarf without an unwinder', () => {
  expect(judgeUnwinder(true).possible).toBe(true);
  expect(judgeUnwinder(false)).toMatchObject({ name: 'dwarf', possible: false });
});

const help = (text: string) => faultOf({ text, failure: 'exit 129' });
test('perf itself: good, too old, of another kernel, broken, silent', () => {
  const good = probeFixture('record-help');
  expect(help(good)).toBeNull();
  const old = good.replaceAll(/^ +--control .*\n/gm, '');
  expect(help(old)).toMatchObject({
    cause: expect.stringMatching(/too old/) as string,
    remedy: expect.stringContaining('5.10') as string,
  });
  expect(help(good.replace('-1: start with events disabled', ''))?.cause).toMatch(/too old/);
  // What the script of linux-tools-common prints (public reports of Ubuntu 22.04 under WSL have the same).
  expect(
    help(`WARNING: perf not found for kernel 6.14.0-1018

  You may need to install the following packages for this specific kernel:
    linux-tools-6.14.0-1018-aws
    linux-cloud-tools-6.14.0-1018-aws
`),
  ).toEqual({
    cause: 'perf of this kernel (6.14.0-1018) is not installed',
    remedy: 'sudo apt-get install linux-tools-6.14.0-1018-aws',
  });
  expect(help('perf: error while loading shared libraries: libcap.so.2: cannot open\n')?.cause).toBe(
    'perf does not start as it should: perf: error while loading shared libraries: libcap.so.2: cannot open',
  );
  expect(help('')?.cause).toBe('perf record -h prints nothing');
  expect(faultOf({ text: '', failure: 'it did not end in time' })?.cause).toBe('perf did not end in time');
});
