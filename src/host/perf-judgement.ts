import type { Capability, CapabilityName, Limit } from '../model/capability.js';
import type { Output } from './output-of.js';
import { firstWords, type Counted } from './perf-answers.js';
import { causeOf, type Cause } from './perf-causes.js';
import type { PerfFacts } from './perf-facts.js';
import { limitsOf, softwareOnly } from './perf-limits.js';
import { isLate, type RecordingName, type Trial } from './perf-trials.js';

const can = (name: CapabilityName, limits: readonly Limit[] = []): Capability => ({
  name,
  possible: true,
  cause: null,
  remedy: null,
  limits,
});

const cannot = (name: CapabilityName, { cause, remedy }: Cause): Capability => ({
  name,
  possible: false,
  cause,
  remedy,
  limits: [],
});

const late: Cause = { cause: 'perf did not end in time', remedy: null };

/** What is wrong with perf itself, by `perf record -h`; null if nothing is. */
export function faultOf(help: Output): Cause | null {
  if (isLate(help)) return late;
  const { text } = help;
  // Ubuntu's /usr/bin/perf is a script that looks for the perf of the running kernel, and says what to install.
  const kernel = /perf not found for kernel (\S+)/.exec(text)?.[1];
  if (kernel !== undefined) {
    const wanted = /^\s*(linux-tools-\d\S*)/m.exec(text)?.[1];
    const remedy = wanted === undefined ? null : `sudo apt-get install ${wanted}`;
    return { cause: `perf of this kernel (${kernel}) is not installed`, remedy };
  }
  if (!/Usage: perf record/.test(text)) {
    const said = firstWords(text);
    const cause = said === null ? 'perf record -h prints nothing' : `perf does not start as it should: ${said}`;
    return { cause, remedy: 'see which perf is first on PATH: command -v perf' };
  }
  if (/^\s+--control\b/m.test(text) && text.includes('-1: start with events disabled')) return null;
  return {
    cause: 'this perf is too old: it cannot be switched on and off from outside',
    remedy: 'install perf 5.10 or newer',
  };
}

/** Whether `perf stat` counts, and what; `words` is all that it printed. */
export function judgeCounting(
  counted: readonly Counted[],
  words: string,
  timedOut: boolean,
  facts: PerfFacts,
): Capability {
  const name = 'counting';
  if (timedOut) return cannot(name, late);
  if (!counted.some(({ count }) => count !== null)) return cannot(name, causeOf(name, words, facts));
  const cycles = counted.filter(({ event }) => /\bcycles\b/.test(event));
  const limits = limitsOf(
    name,
    counted.map(({ event }) => event),
    facts,
  );
  return can(name, cycles.some(({ supported }) => supported) ? limits : [softwareOnly(facts), ...limits]);
}

/** Whether there is in a recording what was asked for. */
export function judgeRecording(name: RecordingName, trial: Trial, facts: PerfFacts): Capability {
  if (trial.late) return cannot(name, late);
  if (!isThere(name, trial)) return cannot(name, causeOf(name, trial.words, facts));
  return can(name, limitsOf(name, [...trial.recorded.samples.keys()], facts));
}

function isThere(name: RecordingName, { words, recorded: { samples, switches } }: Trial): boolean {
  const count = (wanted: RegExp): number =>
    [...samples].reduce((sum, [event, samples]) => sum + (wanted.test(event) ? samples : 0), 0);
  if (name === 'switches') return switches > 0 && count(/^sched:sched_switch/) > 0;
  if (name === 'syscalls') return count(/sys_enter/) > 0 && count(/sys_exit/) > 0;
  // So short a program may well have no access that is slow enough to be sampled.
  if (name === 'memory' || name === 'cache-lines') return /Captured and wrote/.test(words);
  return count(/^(?!dummy)/) > 0;
}

/** `--call-graph dwarf` records well without an unwinder, and then no stacks can be made of it. */
export function judgeUnwinder(there: boolean): Capability {
  if (there) return can('dwarf');
  return cannot('dwarf', {
    cause: 'this perf was built without libunwind and without libdw',
    remedy: 'install a perf that was built with one of them (perf version --build-options tells)',
  });
}
