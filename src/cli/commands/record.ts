import { captureAndPrint, captureCommand } from '../capture.js';

export function recordCommand() {
  return captureCommand('record', 'sample where the relays spend their CPU time, for perf report')
    .argument('[perf-options...]', 'after --: options of perf record')
    .action((extra, options) => captureAndPrint('record', options, extra));
}
