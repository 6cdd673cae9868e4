import { captureAndPrint, captureCommand } from '../capture.js';

export function syscallsCommand() {
  return captureCommand('syscalls', 'a table of system calls by relay and thread').action((options) =>
    captureAndPrint('syscalls', options, []),
  );
}
