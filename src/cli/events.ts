import { tell } from './output.js';

/** Tells every step on stderr, if the user asked for it. */
export function eventTeller(options: { verbose?: true; debug?: true }): (text: string) => void {
  return options.verbose === true || options.debug === true ? tell : () => {};
}
