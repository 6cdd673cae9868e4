import { captureAndPrint, captureCommand } from '../capture.js';

export function c2cCommand() {
  return captureCommand('c2c', 'find cache lines that threads fight over').action((options) =>
    captureAndPrint('c2c', options, []),
  );
}
