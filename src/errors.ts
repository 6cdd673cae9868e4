/**
 * Something that was to be expected: the user asked for the impossible, or the machine refused.
 * It is printed as one line, without a stack. Everything else that is thrown is a bug.
 */
export class ExpectedError extends Error {
  override readonly name = 'ExpectedError';

  constructor(
    /** A stable word for programs, such as `relay-died`. */
    readonly code: string,
    /** What is wrong. */
    message: string,
    /** What to do about it. */
    readonly remedy: string | null = null,
    readonly exitCode: number = exitCodes.failed,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The one table of exit codes; `docs/exit-codes.md` explains it to users. */
export const exitCodes = {
  ok: 0,
  /** A run failed or is invalid, or a check found something required missing. */
  failed: 1,
  /** The command line was wrong; nothing was started. */
  usage: 2,
  /** A comparison ended with what `--fail-on` names. */
  unwelcome: 3,
  /** A bug in Flimflam; a stack is printed. */
  bug: 70,
  interrupted: 130,
  terminated: 143,
} as const;

/** With `--bisect`: to `git bisect run` any other code up to 127 would be a bad commit, and those from 128 on end it. */
export const bisectCodes = {
  notWorse: 0,
  worse: 1,
  /** Git leaves this commit out: it cannot be told, or its build cannot be run. */
  skip: 125,
  /** What another commit would not better: a wrong command line, a fault of A or of the machine, a bug. */
  stop: 128,
} as const;

export function usageError(code: string, message: string, remedy: string | null = null): ExpectedError {
  return new ExpectedError(code, message, remedy, exitCodes.usage);
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : typeof error === 'string' ? error : JSON.stringify(error);
}
