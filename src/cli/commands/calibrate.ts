import { withPairOptions } from '../compare/options.js';

/** `flimflam calibrate`: how much builds differ here that do not differ. */
export function calibrateCommand() {
  return withPairOptions('calibrate')
    .description('how small a change can be seen here: a build against a copy of itself, kept for later comparisons')
    .action(async (options) => {
      const { beginCalibration } = await import('../compare/calibrate.js');
      await beginCalibration(options);
    });
}
