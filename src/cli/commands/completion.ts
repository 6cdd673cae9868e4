import { Command } from '@commander-js/extra-typings';
import type { Command as AnyCommand } from 'commander';
import { completionScript } from '../completion.js';
import { print } from '../output.js';
import { oneOf, showArgumentChoices } from '../values.js';

const shells = ['bash', 'zsh'] as const;

/** `program` is asked for late: it has all the other commands only when it is complete. */
export function completionCommand(program: () => AnyCommand) {
  const command = new Command('completion')
    .description('print the completion script of a shell')
    .argument('<shell>', 'bash or zsh', oneOf('shell', shells))
    .addHelpText('after', '\nUse it:  eval "$(flimflam completion bash)"')
    .action((shell) => print(completionScript(program(), shell)));
  showArgumentChoices(command.registeredArguments, shells);
  return command;
}
