import { usageError } from '../../errors.js';
import { captureAndPrint, captureCommand } from '../capture.js';
import { listenForInterrupts } from '../interrupt.js';
import { print, tell } from '../output.js';

export function flamegraphCommand() {
  return captureCommand('flamegraph', 'a page that shows where the relays spend their CPU time')
    .argument(
      '[sources...]',
      'no new run, but a page of this perf.data or run; of two (or folders of runs), what differs',
    )
    .action(async (sources, options) => {
      if (sources.length > 2) {
        const remedy = 'put the runs of a side into one folder: --output FOLDER';
        throw usageError('too-many-sources', 'a flame graph compares two sides', remedy);
      }
      if (sources.length === 0) await captureAndPrint('flamegraph', options, []);
      else await printPage(sources);
    });
}

async function printPage([first = '', second]: readonly string[]): Promise<void> {
  using interrupts = listenForInterrupts();
  const page = await (second === undefined ? pageOf(first, interrupts.signal) : difference(first, second));
  for (const { code, message, advice } of page.warnings) tell(`${code}: ${message}; ${advice}`);
  print(`${page.name} is made; open it in a browser`);
}

const pageOf = async (source: string, signal: AbortSignal) =>
  (await import('../../app/capture/flamegraph.js')).pageOfFile(source, signal);

const difference = async (a: string, b: string) =>
  (await import('../../app/capture/flamegraph-difference.js')).pageOfDifference(a, b);
