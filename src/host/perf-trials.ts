import { join } from 'node:path';
import type { Output } from './output-of.js';
import { tooLate, type PerfMachine } from './perf-machine.js';
import { parseRecorded, type Recorded } from './perf-answers.js';

/** What came of letting perf record for a moment. */
export interface Trial {
  /** Everything that perf said. */
  words: string;
  /** What it recorded; empty if nothing can be read. */
  recorded: Recorded;
  late: boolean;
}

/** How perf is tried. */
export interface Attempts {
  machine: PerfMachine;
  /** A folder for what it records. */
  folder: string;
  /** Milliseconds for each start of perf. */
  timeout: number;
}

/** Some 10 to 50 ms of work in user space, so that sampling finds something. */
const busy = ['sh', '-c', 'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done'];
/** It is switched out once, and makes some hundred system calls. */
const idle = ['sleep', '0.01'];

// The ring buffers are small, since several trials at once share what an ordinary user may lock (perf_event_mlock_kb).
// Nothing is looked up for ~/.debug; and without a thread for BPF events perf ends up to a second sooner.
const quick = ['-B', '--no-bpf-event', '-m', '16', '-k', 'CLOCK_MONOTONIC'];

/** What is recorded to find out, and of what. Options of `perf record` stand behind `--` for mem and c2c. */
const recordings = {
  sampling: [['record', ...quick, '-F', '997', '-g'], busy],
  lbr: [['record', ...quick, '-F', '997', '--call-graph', 'lbr'], busy],
  switches: [['record', ...quick, '-g', '-e', 'sched:sched_switch', '--switch-events'], idle],
  syscalls: [['record', ...quick, '-e', 'raw_syscalls:sys_enter,raw_syscalls:sys_exit'], idle],
  memory: [['mem', 'record', '--', ...quick], busy],
  'cache-lines': [['c2c', 'record', '--', ...quick], busy],
} as const;

export type RecordingName = keyof typeof recordings;

export const isRecording = (name: string): name is RecordingName => name in recordings;

/** Records for a moment and looks what is in the file: perf ends well also when it recorded nothing, or another event. */
export async function tryRecording(attempts: Attempts, name: RecordingName): Promise<Trial> {
  const file = join(attempts.folder, `${name}.data`);
  const [options, command] = recordings[name];
  const { text, failure } = await tryPerf(attempts, [...options, '-o', file, '--', ...command]);
  const late = isLate({ text, failure });
  const stats =
    late || /^failed: /m.test(text) ? '' : (await tryPerf(attempts, ['report', '--stats', '-i', file])).text;
  return { words: text, recorded: parseRecorded(stats), late };
}

export const isLate = ({ failure }: Output): boolean => failure === tooLate;

/** Runs perf without the user's configuration, pager and language. */
export const tryPerf = ({ machine, timeout }: Attempts, parameters: readonly string[]): Promise<Output> =>
  machine.run(parameters, timeout);
