const closers = new Set<() => Promise<void>>();

/** Has this called before Flimflam ends by itself. Whoever is killed does not call anything. */
export function closeAtEnd(close: () => Promise<void>): void {
  closers.add(close);
}

/** Closes all that is still open; for a program that is about to end. */
export async function closeAll(): Promise<void> {
  await Promise.all([...closers].map((close) => close()));
}
