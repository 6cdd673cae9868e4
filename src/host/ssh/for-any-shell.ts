/** What one of sh, csh or fish does not leave alone between single quotes; csh lets `!` be before a blank. */
const troublesome = /['\\\n]|!(?! )/;

/**
 * A command line that any login shell understands, those of the families of sh, csh and fish alike, and that has a POSIX
 * shell carry the script out.
 */
export function forAnyShell(script: string): string {
  if (troublesome.test(script)) throw new Error(`not every shell would leave this script alone: ${script}`);
  return `exec sh -c '${script}'`;
}
