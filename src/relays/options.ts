import type { RelayOption } from './relay.js';

/** An option whose value is a whole number from `low` to `high`. */
export function sizeOption(description: string, low: number, high: number): RelayOption {
  return {
    description: `${description} (${low} to ${high})`,
    check: (value) =>
      /^\d+$/.test(value) && Number(value) >= low && Number(value) <= high
        ? null
        : `wants a whole number from ${low} to ${high}`,
  };
}

/** An option whose value is one of a list. */
export function choiceOption(description: string, choices: readonly string[]): RelayOption {
  return {
    description: `${description} (${choices.join(', ')})`,
    check: (value) => (choices.includes(value) ? null : `wants one of ${choices.join(', ')}`),
  };
}
