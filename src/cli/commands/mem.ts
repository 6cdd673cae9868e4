import { captureAndPrint, captureCommand } from '../capture.js';

export function memCommand() {
  return captureCommand('mem', 'sample loads and stores, and where their data came from').action((options) =>
    captureAndPrint('mem', options, []),
  );
}
