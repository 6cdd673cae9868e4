import { CommanderError } from 'commander';
import { ExpectedError, exitCodes } from '../errors.js';
import { makeProgram } from './program.js';

// `flimflam ... | head` ends the reader first; that is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? exitCodes.ok);
  throw error;
});

const debug = process.argv.includes('--debug');

try {
  await makeProgram().parseAsync(process.argv);
} catch (error) {
  process.exitCode = exitCodeFor(error);
}
// Whatever a library left open must not hold the user's prompt.
process.exit();

function exitCodeFor(error: unknown): number {
  // Commander has printed its message already; help and version are no errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (error instanceof ExpectedError) {
    const remedy = error.remedy === null ? '' : ` (${error.remedy})`;
    process.stderr.write(`flimflam: ${error.message}${remedy}\n`);
    if (debug) process.stderr.write(`${error.stack ?? ''}\n`);
    return error.exitCode;
  }
  process.stderr.write(
    `flimflam: this is a bug\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return exitCodes.bug;
}
