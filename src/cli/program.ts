import { Command } from 'commander';
import { tellOfCompiling } from '../host/native.js';
import { packageVersion } from '../host/package-root.js';
import { againCommand } from './commands/again.js';
import { benchCommand } from './commands/bench.js';
import { buildCommand } from './commands/build.js';
import { capacityCommand } from './commands/capacity.js';
import { calibrateCommand } from './commands/calibrate.js';
import { checkCommand } from './commands/check.js';
import { cleanCommand } from './commands/clean.js';
import { compareCommand } from './commands/compare.js';
import { completionCommand } from './commands/completion.js';
import { exportCommand } from './commands/export.js';
import { historyCommand } from './commands/history.js';
import { listCommand } from './commands/list.js';
import { runCommand } from './commands/run.js';
import { c2cCommand } from './commands/c2c.js';
import { flamegraphCommand } from './commands/flamegraph.js';
import { memCommand } from './commands/mem.js';
import { offcpuCommand } from './commands/offcpu.js';
import { recordCommand } from './commands/record.js';
import { reportCommand } from './commands/report.js';
import { skstatCommand } from './commands/skstat.js';
import { statCommand } from './commands/stat.js';
import { sweepCommand } from './commands/sweep.js';
import { syscallsCommand } from './commands/syscalls.js';
import { selfTestCommand } from './commands/self-test.js';
import { showCommand } from './commands/show.js';
import { withDefinitionOptions } from './definitions.js';
import { tell } from './output.js';

/** Commands that have nothing to do with relays and workloads. */
const withoutNames = new Set(['build', 'clean', 'self-test']);

/** The whole command line. What a command does is loaded only when it is used. */
export function makeProgram(): Command {
  const program = new Command('flimflam')
    .description('A workbench for people who make network relays faster.')
    .version(`flimflam ${packageVersion()}`, '--version', 'print the version')
    .option('-q, --quiet', 'no progress, only the result')
    .option('--verbose', 'tell every step on stderr')
    .option('--debug', 'tell every step, and show the stack of errors')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .showSuggestionAfterError()
    // Commander puts its suggestion on a line of its own; an error is one line here.
    .configureOutput({ outputError: (text, write) => write(`${text.trimEnd().replaceAll('\n', ' ')}\n`) })
    .exitOverride();
  withDefinitionOptions(program);
  const commands = [
    runCommand(),
    benchCommand(),
    sweepCommand(),
    capacityCommand(),
    compareCommand(),
    calibrateCommand(),
    statCommand(),
    recordCommand(),
    flamegraphCommand(),
    offcpuCommand(),
    syscallsCommand(),
    c2cCommand(),
    memCommand(),
    skstatCommand(),
    reportCommand(),
    listCommand(),
    showCommand(),
    againCommand(),
    historyCommand(),
    exportCommand(),
    checkCommand(),
    buildCommand(),
    cleanCommand(),
    selfTestCommand(),
    completionCommand(() => program),
  ];
  for (const command of commands) {
    program.addCommand((command as unknown as Command).copyInheritedSettings(program));
    if (!withoutNames.has(command.name())) withDefinitionOptions(command as unknown as Command);
    // `flimflam --quiet run` says the same as `flimflam run --quiet`.
    (command as unknown as Command).hook('preAction', (_, action) => {
      for (const name of ['quiet', 'verbose', 'debug']) {
        if (program.opts()[name] === true) action.setOptionValue(name, true);
      }
      if (action.opts()['quiet'] !== true) tellOfCompiling(tell);
    });
  }
  return program.addHelpText(
    'after',
    `
Examples:
  flimflam run -r nginx                        two nginx in a chain, the builtin workload
  flimflam run -w h2load -r haproxy -p http2   requests and their latency over haproxy
  flimflam flamegraph                          where two skrouterd spend their CPU time
  flimflam bench                               everything that is installed, one table
  flimflam sweep -r nginx --jobs 1,4,16,64     how the rate changes with connections
  flimflam capacity -r nginx --slo 5ms         the highest rate that is answered in time
  flimflam compare ~/main ~/mine               is the router built in ~/mine faster
  flimflam calibrate -r nginx                  how small a change can be seen here
  flimflam report                              one page of what was made last, to look at
  flimflam history -r nginx                    what has changed over builds and days
  flimflam check                               what is here, and what is missing`,
  );
}
