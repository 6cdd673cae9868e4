import { captureAndPrint, captureCommand } from '../capture.js';

export function offcpuCommand() {
  return captureCommand('offcpu', 'a flame graph of the time in which the relays did not run').action((options) =>
    captureAndPrint('offcpu', options, []),
  );
}
