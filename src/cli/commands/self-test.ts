import { Command } from '@commander-js/extra-typings';
import { exitCodes } from '../../errors.js';
import { print } from '../output.js';

export function selfTestCommand() {
  return new Command('self-test')
    .description('run the whole test suite, with every relay that is installed')
    .argument('[filter...]', 'only test files whose path contains this')
    .action(async (filters) => {
      const { selfTest } = await import('../../app/self-test.js');
      const { passed, failed, skipped } = selfTest(filters);
      print(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
      process.exitCode = failed > 0 || passed === 0 ? exitCodes.failed : exitCodes.ok;
    });
}
