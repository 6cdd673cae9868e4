/** A word as a POSIX shell reads it back unchanged; plain words stay as they are, so that people can read them. */
export function quoteForShell(word: string): string {
  // An unquoted `~` or `#` at the begin, or `=` before a command, would mean something; hence the first character.
  if (/^[A-Za-z0-9_./-][A-Za-z0-9_./:=,@%+-]*$/u.test(word)) return word;
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
