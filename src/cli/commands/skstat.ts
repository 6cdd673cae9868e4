import { captureAndPrint, captureCommand } from '../capture.js';

export function skstatCommand() {
  return captureCommand('skstat', "the routers' own statistics, before and after the window").action((options) =>
    captureAndPrint('skstat', options, []),
  );
}
