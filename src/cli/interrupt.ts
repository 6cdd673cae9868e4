import { exitCodes, ExpectedError } from '../errors.js';
import { stopOpening } from '../host/closing.js';

/** What Ctrl-C and TERM do while something is running. */
export interface Interrupts extends Disposable {
  signal: AbortSignal;
  /** The second time: what still takes a moment is let go. */
  again: AbortSignal;
  /** From now on the first Ctrl-C only calls this. */
  divert: (call: () => void) => void;
}

/** Listens for Ctrl-C, TERM and hang-up until disposed. */
export function listenForInterrupts(): Interrupts {
  const controller = new AbortController();
  const second = new AbortController();
  let diverted: (() => void) | null = null;
  const listeners = {
    SIGINT: () => interrupt('Ctrl-C', exitCodes.interrupted),
    SIGTERM: () => interrupt('TERM', exitCodes.terminated),
    SIGHUP: () => interrupt('the end of the terminal', exitCodes.terminated),
  };
  function interrupt(by: string, exitCode: number): void {
    if (diverted !== null) diverted();
    else if (controller.signal.aborted) second.abort();
    else {
      const reason = new ExpectedError('interrupted', `interrupted by ${by}`, null, exitCode);
      controller.abort(reason);
      stopOpening(reason);
    }
  }
  for (const [name, listener] of Object.entries(listeners)) process.on(name, listener);
  return {
    signal: controller.signal,
    again: second.signal,
    divert: (call) => {
      diverted = call;
    },
    [Symbol.dispose]: () => {
      for (const [name, listener] of Object.entries(listeners)) process.off(name, listener);
    },
  };
}
