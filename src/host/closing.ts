const closers = new Set<() => Promise<void>>();

/** Has this called before Flimflam ends by itself. Whoever is killed does not call anything. */
export function closeAtEnd(close: () => Promise<void>): void {
  closers.add(close);
}

const interruption = new AbortController();

/** Aborted when nobody wants to wait any more for what is still being opened. */
export const unwanted: AbortSignal = interruption.signal;

/** Gives up what is still being opened; what is open stays so. */
export function stopOpening(reason: Error): void {
  interruption.abort(reason);
}

/** Closes all that is still open; for a program that is about to end. */
export async function closeAll(): Promise<void> {
  await Promise.all([...closers].map((close) => close()));
}
