/** Stands for an array that is kept apart: its place in the list. */
interface Reference {
  shared: number;
}

/** Shorter ones are left where they are. */
const leastLength = 32;

/**
 * JSON in which long arrays of figures that occur more than once stand once: the times below every curve of a page, and
 * what is both drawn and saved.
 */
export interface WithSharedArrays {
  value: unknown;
  arrays: readonly (readonly unknown[])[];
}

export function shareArrays(value: unknown): WithSharedArrays {
  const counts = new Map<string, number>();
  visit(value, (array) => {
    const text = JSON.stringify(array);
    counts.set(text, (counts.get(text) ?? 0) + 1);
    return array;
  });
  const places = new Map<string, number>();
  const arrays: (readonly unknown[])[] = [];
  const shared = visit(value, (array): unknown => {
    const text = JSON.stringify(array);
    if (counts.get(text) === 1) return array;
    let place = places.get(text);
    if (place === undefined) {
      place = arrays.push(array) - 1;
      places.set(text, place);
    }
    return { shared: place } satisfies Reference;
  });
  return { value: shared, arrays };
}

/** The same as it was. */
export function restoreArrays({ value, arrays }: WithSharedArrays): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isReference(value)) return arrays[value.shared];
  if (Array.isArray(value)) return isLong(value) ? value : value.map((one) => restoreArrays({ value: one, arrays }));
  return mapped(value, (one) => restoreArrays({ value: one, arrays }));
}

const isReference = (value: object): value is Reference => 'shared' in value && typeof value.shared === 'number';

/** A copy in which every long array of figures is what the function makes of it. */
function visit(value: unknown, ofArray: (array: readonly unknown[]) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return isLong(value) ? ofArray(value) : value.map((one) => visit(one, ofArray));
  return mapped(value, (one) => visit(one, ofArray));
}

const mapped = (value: object, change: (one: unknown) => unknown): unknown =>
  Object.fromEntries(Object.entries(value).map(([key, one]) => [key, change(one)]));

const isLong = (array: readonly unknown[]): boolean =>
  array.length >= leastLength && array.every((one) => one === null || typeof one !== 'object');
