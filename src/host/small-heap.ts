import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collector: (() => void) | null = null;

/** Gives back what is not used any more, which takes some 20 ms. */
function collect(): void {
  if (collector === null) {
    setFlagsFromString('--expose-gc');
    collector = runInNewContext('gc') as () => void;
  }
  collector();
}

/**
 * Until disposed, the heap stays nearly as small as what is in it. By itself V8 (11.3) puts collections off for as long as
 * memory is cheap: of 12 MB in use the process then grows by some 20 MB in an hour, in which memory is what is measured.
 * Its young generation stays as it is, and whoever works for a while calls `collect` afterwards.
 */
export function smallHeap(): Disposable & { collect: () => void } {
  setFlagsFromString('--semi-space-growth-factor=1');
  return {
    collect,
    // V8's own.
    [Symbol.dispose]: () => setFlagsFromString('--semi-space-growth-factor=2'),
  };
}
