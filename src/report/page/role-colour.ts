const colours: Readonly<Record<string, number>> = { relay_1: 1, relay_2: 2, client: 3, server: 4 };

/** For the third relay and those after it: as many as a chain has at most. */
const furtherRelays = [6, 7, 8, 9, 10, 11];

const other = 5;

/** The colour of a role as it is written in JSON, the same one in all charts; throughput has the colour 0. */
export function roleColour(role: string): number {
  const relay = Number(/^relay_(\d+)$/u.exec(role)?.[1] ?? 0);
  return colours[role] ?? (relay > 2 ? furtherRelays[(relay - 3) % furtherRelays.length]! : other);
}
