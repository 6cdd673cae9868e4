import { expect, test } from 'vitest';
import { calibrationOf } from '../../../src/app/calibrate/record.js';
import { calibrationSchema, type Calibration } from '../../../src/model/calibration.js';
import type { Comparison } from '../../../src/model/comparison.js';
import { answerOf } from '../../../src/report/comparison/answer.js';
import { aComparison, failedRun, repeated, withRuns, type Simulation } from '../../fixtures/comparison.js';

const circumstances = {
  machine: { host: 'bench-1', cpu_model: null, cpus: 2, others: {} },
  program: { path: '/usr/sbin/nginx', build_id: 'c0ffee', version: '1.26.3' },
  folder: '/runs/20261123-101502-calibrate-3f2a',
};

const copies = (simulation: Simulation = {}, changes: Partial<Comparison> = {}): Comparison =>
  aComparison(simulation, { kind: 'calibrate', ...changes });

function recorded(comparison: Comparison): Calibration {
  const calibration = calibrationOf(comparison, circumstances);
  if (typeof calibration === 'string') throw new Error(calibration);
  return calibrationSchema.parse(calibration);
}

test('two copies that are the same: the noise that was put in, and no call', () => {
  const comparison = copies({ noise: 0.01, pairs: 30 }, { looks: 'fixed' });
  const calibration = recorded(comparison);
  const { verdict, position } = answerOf(comparison);
  expect(calibration).toMatchObject({
    ...{ id: comparison.id, primary: 'throughput', pairs: 30, repeated: 0 },
    ...{ verdict: verdict?.word, called: false, why_no_verdict: null },
    position: { estimate: position?.estimate },
    comparison_folder: circumstances.folder,
    machine: circumstances.machine,
    program: circumstances.program,
  });
  expect(calibration.configuration).not.toHaveProperty('output_dir');
  // Of two runs with 1 % each; the quartiles of 30 pairs are not known better.
  expect(calibration.noise).toBeGreaterThan(0.01);
  expect(calibration.noise).toBeLessThan(0.02);
});

test('a difference that was called is a false call, and only the pairs up to the deciding look count', () => {
  const calibration = recorded(copies({ change: 0.2, noise: 0.01 }));
  expect(calibration).toMatchObject({ verdict: 'better', called: true, pairs: 10 });
});

test('what was broken off tells its noise, and counts in no share', () => {
  const interrupted = recorded(copies({ made: 24, noise: 0.05 }, { status: 'interrupted' }));
  expect(interrupted).toMatchObject({ verdict: null, called: null, pairs: 20 });
  expect(interrupted.why_no_verdict).toBe('it was interrupted before the last look');
  const early = recorded(copies({ made: 9 }, { status: 'interrupted', seed: 7 }));
  expect(early).toMatchObject({ verdict: null, called: null, pairs: 9 });
  expect(early.why_no_verdict).toMatch(/^interrupted after 9 good pairs/);
  const spoilt = recorded(
    withRuns(copies({ pairs: 10, noise: 0.01 }), (run) => (run.pair > 0 && run.pair < 4 ? repeated(run) : run)),
  );
  expect(spoilt).toMatchObject({ called: null, repeated: 3, why_no_verdict: expect.stringMatching(/repeated/) });
});

test('too few pairs, and failures: nothing is recorded, and why', () => {
  expect(calibrationOf(copies({ made: 7 }, { status: 'interrupted' }), circumstances)).toBe(
    'it takes 8 good pairs, four of either order, and there are 7',
  );
  expect(calibrationOf(copies({ made: 0 }, { status: 'stopped', stopped_because: 'x' }), circumstances)).toMatch(
    /there are 0$/,
  );
  const failing = withRuns(copies(), (run) => (run.pair === 3 && run.side === 'b' ? failedRun(run, 'died') : run));
  expect(calibrationOf(failing, circumstances)).toBe('1 of 60 runs failed, which says nothing of noise');
  const none = withRuns(copies(), (run) => ({ ...run, figures: { ...run.figures, throughput: 0 } }));
  expect(calibrationOf(none, circumstances)).toMatch(/^it takes 8 good pairs/);
});

test('a relay that did not run its copy: nothing is recorded, unless a script is what was copied', () => {
  const plain = copies();
  const stranger = { path: '/usr/sbin/skrouterd', build_id: plain.a.program!.build_id };
  const wrong = { ...plain, mapped: { ...plain.mapped, b: [stranger] } };
  expect(calibrationOf(wrong, circumstances)).toBe(
    `a relay ran /usr/sbin/skrouterd, not its copy ${plain.b.program!.path}`,
  );
  const script = { ...wrong, b: { ...wrong.b, program: { ...wrong.b.program!, build_id: null } } };
  expect(calibrationOf(script, circumstances)).toMatchObject({ id: plain.id });
});
