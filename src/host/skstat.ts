import { writeAddress, type Address } from '../model/address.js';
import type { ProgramSpec } from '../model/program.js';
import { outputOf } from './output-of.js';
import { findProgram } from './programs.js';

const skstat: ProgramSpec = { executable: 'skstat', version: null, packages: { apt: null, dnf: 'skupper-router' } };

/** What is asked: the router in general, then its connections, links, nodes and memory pools. */
const [general, ...others] = ['-g', '-c', '-l', '-n', '-m'] as const;

/** Milliseconds for each question; Python alone needs some 300 of them to start. */
const patience = 5000;

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * What the router's own `skstat`, the first on PATH, prints of the router whose management listens there.
 * Without a working one the text is null, and `why` one line: as a rule its Python binding does not fit the
 * Proton on LD_LIBRARY_PATH, or is missing. `why` is null too where there is no skstat at all. Never throws.
 */
export async function skstatText(
  management: Address,
  environment: Variables,
  timeoutMs = patience,
): Promise<{ text: string | null; why: string | null }> {
  const program = findProgram(skstat, environment['PATH'] ?? '', environment);
  if (program === null) return { text: null, why: null };
  const ask = async (question: string): Promise<{ text: string; why: string | null }> => {
    const argv = [program.path, '-b', writeAddress(management), question];
    const { text, failure } = await outputOf(argv, environment, timeoutMs);
    const why = failure === null ? null : reason(text, failure);
    return { text: `$ skstat ${argv.slice(1).join(' ')}\n${(why ?? text).trimEnd()}\n`, why };
  };
  // If it cannot tell this it can tell nothing, and need not be started again.
  const first = await ask(general);
  if (first.why !== null) return { text: null, why: `${program.path}: ${first.why}` };
  const texts = [first.text];
  // One after the other: they would list each other's connections.
  for (const question of others) texts.push((await ask(question)).text);
  return { text: texts.join('\n'), why: null };
}

/** A Python program says last what is wrong, after a trace; some say it on stdout. Not ending in time is our word. */
function reason(text: string, failure: string): string {
  const lines = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  const said = lines.includes(failure) || failure.startsWith('it ended with exit code') ? lines.at(-1) : undefined;
  return (said ?? failure).replaceAll(/\p{Cc}/gu, ' ');
}
