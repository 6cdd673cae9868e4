import type { Capture } from '../../model/capture.js';
import type { Plan } from '../../model/plan.js';
import type { Summary } from '../../model/summary.js';
import type { Execution } from '../run/execution.js';
import type { Instrument } from '../run/stage.js';

/** Looks into a run from its beginning to its summary. */
export interface Observer {
  /** A new one for every attempt to carry a plan out. */
  instrument: (plan: Plan) => Instrument;
  /** What the summary tells of the look before anything that was captured is read. */
  describe: (plan: Plan, execution: Execution, summary: Summary) => Capture;
}
