import type { CalibratedMachine, Calibration } from '../../model/calibration.js';
import { calibrationSchemaVersion } from '../../model/calibration.js';
import type { Comparison, SideName } from '../../model/comparison.js';
import { sideNames } from '../../model/comparison.js';
import { answerOf } from '../../report/comparison/answer.js';
import { noiseOf } from '../../report/comparison/noise.js';
import type { Interval } from '../../stats/comparison.js';
import { fewestJudged } from '../../stats/pair-orders.js';

/** What is known beside the comparison itself. */
export interface Circumstances {
  machine: CalibratedMachine;
  /** Of what was copied. */
  program: Calibration['program'];
  /** Absolute path of the comparison. */
  folder: string;
}

/** What the record gets of a comparison of two copies; or why it gets nothing, in one sentence. */
export function calibrationOf(
  comparison: Comparison,
  { machine, program, folder }: Circumstances,
): Calibration | string {
  const answer = answerOf(comparison);
  const { failures } = answer;
  if (failures.a + failures.b > 0) {
    return `${failures.a + failures.b} of ${failures.of.a + failures.of.b} runs failed, which says nothing of noise`;
  }
  const stranger = sideNames.map((side) => strangerOf(comparison, side)).find((one) => one !== null);
  if (stranger !== undefined) return stranger;
  const noise = noiseOf(comparison, answer);
  if (noise === null) {
    return `it takes ${fewestJudged} good pairs, four of either order, and there are ${answer.pairs}`;
  }
  // A comparison that was broken off between two looks could still have called something.
  const whole = comparison.status === 'complete';
  const verdict = whole ? (answer.verdict?.word ?? null) : null;
  const { output_dir: _, ...configuration } = comparison.configuration;
  const { change, lower, upper } = answer.primary;
  return {
    schema_version: calibrationSchemaVersion,
    id: comparison.id,
    started: comparison.started,
    machine,
    configuration,
    program,
    primary: comparison.primary,
    margin: comparison.margin,
    pairs: answer.pairs,
    noise,
    change: change === null || lower === null || upper === null ? null : { estimate: change, lower, upper },
    position: copied(answer.position),
    verdict,
    why_no_verdict: verdict === null ? (answer.why ?? `it was ${comparison.status} before the last look`) : null,
    called: verdict === null ? null : verdict === 'better' || verdict === 'worse',
    repeated: answer.repeated,
    comparison_folder: folder,
  };
}

const copied = (interval: Interval | null): Calibration['position'] =>
  interval && { estimate: interval.estimate, lower: interval.lower, upper: interval.upper };

/** What a relay ran instead of its copy, in one sentence. A script stands behind the interpreter that runs it. */
function strangerOf({ mapped, ...sides }: Comparison, side: SideName): string | null {
  const { program } = sides[side];
  const [executable] = mapped[side] ?? [];
  if (program === null || program.build_id === null || executable === undefined) return null;
  return executable.path === program.path ? null : `a relay ran ${executable.path}, not its copy ${program.path}`;
}
