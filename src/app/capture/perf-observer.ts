import { statSync } from 'node:fs';
import { join } from 'node:path';
import { roleKey } from '../../model/names.js';
import type { Plan } from '../../model/plan.js';
import type { Execution } from '../run/execution.js';
import { captureCost } from './cost.js';
import { capturedThreads } from './captured-threads.js';
import { JointInstrument } from './joint-instrument.js';
import { nothingCaptured } from './nothing-captured.js';
import type { Observer } from './observer.js';
import { PerfInstrument } from './perf-instrument.js';
import { fileOf, type PerfOrder } from './perf-look.js';

/** perf, for the window of a run. */
export function perfObserver(order: PerfOrder): Observer {
  const { roles, looks } = order;
  const keys = new Set(roles.map(roleKey));
  let instruments: readonly PerfInstrument[] = [];
  return {
    instrument(plan) {
      instruments = looks.map((look, at) => new PerfInstrument(order, look, at, plan.folder));
      return new JointInstrument(instruments);
    },
    describe(plan, execution, summary) {
      const { marks } = execution;
      const [first] = instruments;
      const { argv = [], onNs = null, offNs = null } = first ?? {};
      const sizes = looks.map((look) => ({ name: fileOf(order, look), size: sizeOf(plan, fileOf(order, look)) }));
      const there = sizes.filter(({ size }) => size !== null);
      return {
        ...nothingCaptured(order, roles),
        command: argv.length === 0 ? null : [...argv],
        perf: [...new Set(looks.map(({ version }) => version))].join(', '),
        files: there.map(({ name }) => name),
        threads: threadsOf(execution).filter(({ role }) => keys.has(role)),
        window: marks === null ? null : { from: marks.beginNs * 1e-9, to: marks.endNs * 1e-9 },
        delay:
          marks === null || onNs === null || offNs === null
            ? null
            : { on: (onNs - marks.beginNs) * 1e-9, off: (offNs - marks.endNs) * 1e-9 },
        cost: captureCost(
          execution,
          summary,
          there.length === 0 ? null : there.reduce((sum, { size }) => sum + (size ?? 0), 0),
        ),
      };
    },
  };
}

/** Host by host: numbers of threads are those of one machine. */
const threadsOf = ({ begin, end, elsewhere }: Execution) =>
  [{ begin, end }, ...Object.values(elsewhere)].flatMap((seen) => capturedThreads([seen.begin, seen.end]));

const sizeOf = ({ folder }: Plan, name: string): number | null =>
  statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? null;
