import { CommanderError } from 'commander';
import { ExpectedError, exitCodes } from '../errors.js';
import { bisectCodeOfError } from './compare/bisect.js';
import { closeAll } from '../host/closing.js';
import { loadNamed } from './definitions.js';
import { makeProgram } from './program.js';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // `flimflam ... | head` ends the reader first; that is no error of ours.
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? exitCodes.ok);
  process.stderr.write(`flimflam: cannot write the answer: ${error.code ?? error.message}\n`);
  process.exit(exitCodes.failed);
});

const debug = process.argv.includes('--debug');
// A command line that cannot be read must end so that git stops, too.
const bisecting = process.argv.includes('--bisect');

// Node itself would end with 1.
process.on('uncaughtException', (error) => process.exit(endOf(error)));

try {
  await loadNamed(process.argv.slice(2));
  await makeProgram().parseAsync(process.argv);
} catch (error) {
  process.exitCode = endOf(error);
}
await closeAll();
// Whether the last of it could be written is known only afterwards.
await new Promise((written) => process.stdout.write('', written));
// Whatever a library left open must not hold the user's prompt.
process.exit();

/** Tells of what was thrown, and gives the exit code. */
function endOf(error: unknown): number {
  const code = exitCodeFor(error);
  return bisecting ? bisectCodeOfError(code) : code;
}

/** The stack of what led to an error, such as one of a user's own function. */
function causeOf({ cause }: ExpectedError): string {
  return cause instanceof Error ? `because of ${cause.stack ?? cause.message}\n` : '';
}

function exitCodeFor(error: unknown): number {
  // Commander has printed its message already; help and version are no errors.
  if (error instanceof CommanderError) return error.exitCode === 0 && !bisecting ? exitCodes.ok : exitCodes.usage;
  if (error instanceof ExpectedError) {
    const remedy = error.remedy === null ? '' : ` (${error.remedy})`;
    process.stderr.write(`flimflam: ${error.message}${remedy}\n`);
    if (debug) process.stderr.write(`${error.stack ?? ''}\n${causeOf(error)}`);
    return error.exitCode;
  }
  process.stderr.write(
    `flimflam: this is a bug\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return exitCodes.bug;
}
