import { Command } from '@commander-js/extra-typings';
import { exitCodes } from '../../errors.js';

/** `flimflam check`: what is here, what is missing, how to install it. Exit code 1 if something required is missing. */
export function checkCommand() {
  return new Command('check')
    .description('look at this machine: what is installed, what is missing, and how to get it')
    .option('--ignore-perf', 'leave perf out')
    .option('--json', 'print the findings as JSON')
    .action(async (options) => {
      const { check } = await import('../../app/check/check.js');
      const { checkText } = await import('../../report/check-text.js');
      const report = await check({ ignorePerf: options.ignorePerf === true });
      process.stdout.write(options.json === true ? `${JSON.stringify(report, null, 2)}\n` : checkText(report));
      if (!report.ok) process.exitCode = exitCodes.failed;
    });
}
