import type { z } from 'zod';
import { ExpectedError, usageError } from '../errors.js';

/** A relay or workload of the user's own, as faults name it. */
export interface Owner {
  /** As the user named it. */
  file: string;
  /** Absolute. */
  path: string;
  /** `relay 'socat'`. */
  what: string;
}

/** Reads what a file exports; a usage error names the file and the field that is wrong. */
export function checkDefinition<T>(schema: z.ZodType<T>, value: unknown, { file, what }: Owner): T {
  const { data, error } = schema.safeParse(value);
  if (error !== undefined) throw usageError('bad-definition', `${file}: ${what}: ${wordsOf(error)}`);
  return data;
}

type Call<A extends unknown[]> = (...given: A) => unknown;

/**
 * A function of the user's with its answer checked. What it throws, and an answer that is no answer, become an expected
 * error that names the file, the function and, where that is known, the line.
 */
export function guarded<A extends unknown[], T>(
  owner: Owner,
  field: string,
  call: Call<A>,
  answer: z.ZodType<T>,
): (...given: A) => T {
  const fault = (where: string, words: string, options?: ErrorOptions): ExpectedError =>
    new ExpectedError('definition-failed', `${where}: ${owner.what}: ${field}() ${words}`, null, 1, options);
  return (...given) => {
    let answered: unknown;
    try {
      answered = call(...given);
    } catch (error) {
      throw fault(placeOf(error, owner), `failed: ${thrownWords(error)}`, { cause: error });
    }
    if (answered instanceof Promise) {
      // Nobody waits for it.
      answered.catch(() => {});
      throw fault(owner.file, 'returned a promise; it must answer at once');
    }
    const { data, error } = answer.safeParse(answered);
    if (error !== undefined) throw fault(owner.file, `answered wrongly: ${wordsOf(error)}`);
    return data;
  };
}

/** What was thrown, in one line; what is plainly an Error need not be called so. */
export function thrownWords(error: unknown): string {
  const words = error instanceof Error && error.name === 'Error' ? error.message : String(error);
  return words.replaceAll(/\s*\n\s*/g, ' ').trim();
}

/** `my-relay.mjs:12` where the stack tells, else the file alone. */
export function placeOf(error: unknown, { file, path }: Pick<Owner, 'file' | 'path'>): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  // Samples: `at plan (file:///home/me/my%20relay.mjs:12:9)`, of CommonJS `at plan (/home/me/relay.cjs:12:9)`.
  const frames = [...stack.matchAll(/(?:file:\/\/)?(\/[^\n()]+):(\d+):\d+\)?$/gmu)];
  const line = frames.find(([, name = '']) => name === path || decoded(name) === path)?.[2];
  return line === undefined ? file : `${file}:${line}`;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

type Issue = z.core.$ZodIssue;

/** The first thing that is wrong. A field that nobody knows explains one that is missing. */
function wordsOf({ issues }: z.core.$ZodError): string {
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]!;
  const field = fieldOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return `there is no field '${fieldOf([...issue.path, issue.keys[0] ?? ''])}'`;
  }
  return `${field === '' ? 'it' : field} ${mustBe(issue)}`;
}

function mustBe(issue: Issue): string {
  // Ours begin so.
  if (issue.message.startsWith('must ')) return issue.message;
  if (issue.code === 'invalid_type') {
    const kind = issue.expected === 'int' ? 'whole number' : issue.expected;
    return `must be ${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
  }
  if (issue.code === 'too_small') {
    const least = String(issue.minimum);
    if (issue.origin === 'string' || issue.origin === 'array') return 'must not be empty';
    return `must be ${issue.inclusive === false ? 'above' : 'at least'} ${least}`;
  }
  if (issue.code === 'too_big') return `must be at most ${String(issue.maximum)}`;
  if (issue.code === 'invalid_value') return `must be ${issue.values.map(String).join(' or ')}`;
  return `is not as it must be: ${issue.message}`;
}

/** Sample: `ready[0].port`. */
const fieldOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (before, part) =>
      typeof part === 'number' ? `${before}[${part}]` : before === '' ? String(part) : `${before}.${String(part)}`,
    '',
  );
