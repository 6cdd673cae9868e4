import { Command } from '@commander-js/extra-typings';
import { print } from '../output.js';

export function buildCommand() {
  return new Command('build')
    .description('build the native programs (the first start does it by itself)')
    .action(async () => {
      const { buildNative } = await import('../../app/build.js');
      print(`built in ${buildNative()}`);
    });
}
