import { basename } from 'node:path';
import { ExpectedError } from '../errors.js';
import { perfBufferMegabytes } from '../host/perf-buffers.js';
import type { Warning } from '../model/summary.js';
import { formatCount } from '../units/quantity.js';
import type { Capture } from './capture.js';
import { failureIn, lostIn } from './perf-words.js';
import { scriptArguments, syscallReader } from './syscall-script.js';
import { syscallTable } from './syscall-table.js';

/** Which system calls each thread makes, and how long they take: every entry and every return. */
export const syscalls: Capture = {
  name: 'syscalls',
  needs: () => ['syscalls'],
  file: 'perf.data',
  perf(options) {
    const buffer = perfBufferMegabytes();
    return [
      ...['record', '-e', 'raw_syscalls:sys_enter,raw_syscalls:sys_exit'],
      ...(buffer === null ? [] : ['-m', `${buffer}M`]),
      // There are no symbols to look up afterwards, so perf need not read through its data for build ids.
      ...['--no-buildid', ...options.extra],
    ];
  },
  async digest({ file, perf, ownerOf, marks, signal }) {
    const table = syscallTable(ownerOf, marks, await perf.syscallNames());
    const reader = syscallReader(table);
    const end = await perf.print(['script', '-i', file, ...scriptArguments], signal, reader.push);
    const failure = failureIn(end);
    if (failure !== null) {
      const message = `perf cannot read ${basename(file)}: ${failure}`;
      throw new ExpectedError('perf-data-damaged', message, 'capture again; perf.log in the run folder tells more');
    }
    const found = table.found();
    if (found.syscalls.rows.length === 0) {
      const message = 'perf saw no system call of the captured processes in the window';
      throw new ExpectedError('no-samples', message, 'perf.log in the run folder tells what it did');
    }
    // A loss is told with the next event of its CPU; what was lost at the very end stands only in perf's last words.
    const lost = Math.max(found.lost, lostIn(end.stderr));
    return { syscalls: found.syscalls, lost, warnings: lossWarning(lost) };
  },
};

function lossWarning(lost: number): Warning[] {
  if (lost === 0) return [];
  return [
    {
      code: 'events-lost',
      message: `perf could not keep up and lost ${formatCount(lost)} entries and returns of system calls: all counts are too low`,
      advice: 'capture one relay (--target relay1), or leave a CPU to perf (--cpus)',
    },
  ];
}
