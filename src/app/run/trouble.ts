/** The first thing that goes wrong in a run. Every step of the run is raced against it. */
export class Trouble {
  readonly #promise: Promise<never>;
  readonly #controller = new AbortController();
  #reject: (error: Error) => void = () => {};

  constructor() {
    this.#promise = new Promise<never>((_, reject) => {
      this.#reject = reject;
    });
    // It may well happen while nobody is waiting.
    this.#promise.catch(() => {});
  }

  /** Aborted when there is trouble, so that loops end. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  report(error: Error): void {
    this.#reject(error);
    this.#controller.abort();
  }

  /** The step's own outcome, unless there is trouble first. */
  race<T>(step: Promise<T>): Promise<T> {
    return Promise.race([step, this.#promise]);
  }
}
