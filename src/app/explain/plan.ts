import { ExpectedError } from '../../errors.js';
import { usualFrequency } from '../../model/capture-options.js';
import { sideNames, type SideName } from '../../model/comparison.js';
import type { Explanation } from '../../model/explanation.js';
import type { CaptureName } from '../../model/names.js';
import { relayOf } from '../../relays/index.js';
import { leastCaptures } from '../../stats/separation.js';
import { prepareCapture, type PreparedCapture } from '../capture/capture.js';
import { extentOf } from '../compare/extent.js';
import type { ResolvedSide } from '../sides/sides.js';

/** The first build of each side. */
export type Builds = Readonly<Record<SideName, ResolvedSide>>;

/** One kind of capture, found possible for both sides. */
export interface PlannedLook {
  kind: CaptureName;
  prepared: Record<SideName, PreparedCapture>;
}

/** Which captured runs are to say why the sides differ. */
export interface ExplainPlan {
  looks: PlannedLook[];
  leftOut: Explanation['left_out'];
  /** If none is repeated, with the seconds that they take. */
  runs: number;
  seconds: number;
}

/** Seconds that a captured run takes beside a plain one, to get ready and to be read. */
const secondsOfLook: Readonly<Partial<Record<CaptureName, number>>> = { flamegraph: 2, syscalls: 3, skstat: 3 };

/** Finds out, before anything is started, which captures are possible here. */
export async function planExplanation(builds: Builds, prepare = prepareCapture): Promise<ExplainPlan> {
  const kinds: CaptureName[] = [
    'flamegraph',
    'syscalls',
    ...(sideNames.some((side) => hasRouters(builds[side])) ? ['skstat' as const] : []),
  ];
  const plan: ExplainPlan = { looks: [], leftOut: [], runs: 0, seconds: 0 };
  const ofPairs = extentOf(leastCaptures, [builds.a.scenario, builds.b.scenario]);
  for (const kind of kinds) {
    try {
      plan.looks.push({
        kind,
        prepared: { a: await preparedFor(kind, builds.a), b: await preparedFor(kind, builds.b) },
      });
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      plan.leftOut.push({ kind, because: error.remedy === null ? error.message : `${error.message}; ${error.remedy}` });
      continue;
    }
    const runs = 2 * leastCaptures;
    plan.runs += runs;
    plan.seconds += runs * (ofPairs.seconds / ofPairs.runs + (secondsOfLook[kind] ?? 0));
  }
  return plan;

  function preparedFor(kind: CaptureName, { scenario }: ResolvedSide): Promise<PreparedCapture> {
    const options = { events: null, frequency: usualFrequency, callGraph: 'fp' as const, extra: [] };
    return prepare({ kind, target: 'relays', options }, scenario);
  }
}

const hasRouters = ({ scenario: { relay } }: ResolvedSide): boolean =>
  relay !== 'none' && relayOf(relay).management === true;
