import type { Command } from 'commander';
import type { NamedDefinitions } from '../app/definitions/load.js';

/**
 * The files and modules that a command line names, in their order. They are read before the command line is, because
 * the names that they define are those that its options know. What stands after `--` is for perf.
 */
export function definitionsIn(words: readonly string[]): NamedDefinitions[] {
  const found: NamedDefinitions[] = [];
  for (let at = 0; at < words.length && words[at] !== '--'; at++) {
    // Samples: `--file x.mjs`, `--file=x.mjs`, `-f x.mjs`, `-fx.mjs`, `-qf x.mjs`.
    const [, long, after, short, joined] = /^(?:--(file|module)(?:=(.*))?|-q*([fm])(.*))$/s.exec(words[at]!) ?? [];
    const flag = long ?? short;
    if (flag === undefined) continue;
    const name = after ?? (joined === '' || joined === undefined ? words[++at] : joined);
    if (name !== undefined) found.push({ kind: flag.startsWith('f') ? 'file' : 'module', name });
  }
  return found;
}

/** Loads what the command line names. */
export async function loadNamed(words: readonly string[]): Promise<void> {
  const named = definitionsIn(words);
  if (named.length === 0) return;
  const { loadDefinitions } = await import('../app/definitions/load.js');
  await loadDefinitions(named, process.cwd());
}

/** Lets a command take them; they are loaded by then. */
export function withDefinitionOptions(command: Command): Command {
  return command
    .option('-f, --file <file>', 'JavaScript with relays or workloads of your own; can be repeated', collect)
    .option('-m, --module <name>', 'the same as a module that node finds from here', collect);
}

const collect = (value: string, before: string[] = []): string[] => [...before, value];
