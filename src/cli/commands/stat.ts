import { captureAndPrint, captureCommand } from '../capture.js';

export function statCommand() {
  return captureCommand('stat', 'count events of the relays: cycles, instructions, switches, faults').action(
    (options) => captureAndPrint('stat', options, []),
  );
}
