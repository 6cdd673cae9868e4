import { nowNs } from '../../../host/clock.js';
import { smallHeap } from '../../../host/small-heap.js';
import { countsOverTime } from '../execution.js';
import { keptSamples, sampleMs } from './kept-series.js';
import { rotationOf } from '../chain/log-rotation.js';
import { isLookedAt, looksIn } from './look.js';
import type { Stage } from '../stage.js';

/** The current rate is that of the last half second, or of the last interval where those are longer. */
const rateOverNs = 0.45e9;

/** Samples the processes and tells the progress until disposed. */
export function watch(stage: Stage): Disposable {
  const { sampler, watchers, seen } = stage;
  const joined = watchers.join(keptSamples(seen));
  const rotate = rotationOf(stage);
  const heap = isLookedAt(stage) ? smallHeap() : null;
  const look = looksIn(stage, () => {
    stage.checkpoint();
    heap?.collect();
  });
  const stopRouters = seen.marks === null ? () => {} : stage.routers.follow(seen.marks);
  watchers.refresh();
  const stop = onSchedule(() => {
    // Workers that come later are seen too: a busy machine lets a relay listen long before it forks.
    if (seen.marks !== null && nowNs() < seen.marks.beginNs) sampler.refresh();
    joined.add(sampler.sample());
    rotate();
    look();
    tellProgress(stage);
  });
  return {
    [Symbol.dispose]: () => {
      stop();
      joined.stop();
      stopRouters();
      heap?.[Symbol.dispose]();
    },
  };
}

/** Calls back at once and at whole multiples of the interval, so that a late call does not delay the following ones. */
function onSchedule(call: () => void): () => void {
  let nextNs = Math.floor(nowNs() / (sampleMs * 1e6)) * sampleMs * 1e6;
  let timer: NodeJS.Timeout;
  const tick = (): void => {
    call();
    nextNs += sampleMs * 1e6;
    timer = setTimeout(tick, Math.max(1, (nextNs - nowNs()) / 1e6));
  };
  tick();
  return () => clearTimeout(timer);
}

function tellProgress({ seen, hooks }: Stage): void {
  const { marks } = seen;
  if (marks === null) return;
  const now = nowNs();
  const counts = countsOverTime(seen);
  const newer = counts.at(-1);
  const older = newer && counts.findLast(({ timeNs }) => timeNs <= newer.timeNs - rateOverNs);
  hooks.onProgress({
    phase: now >= marks.beginNs ? 'window' : 'warm-up',
    secondsLeft: Math.max(0, (marks.endNs - now) / 1e9),
    bitsPerSecond:
      older === undefined || newer === undefined
        ? null
        : ((newer.bytes - older.bytes) * 8e9) / (newer.timeNs - older.timeNs),
  });
}
