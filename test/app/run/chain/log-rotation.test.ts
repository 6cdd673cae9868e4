import { mkdirSync, readFileSync, writeFileSync, statSync, appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nothingSeen } from '../../../../src/app/run/execution.js';
import { rotationOf } from '../../../../src/app/run/chain/log-rotation.js';
import { logsInWindow } from '../../../../src/app/run/result/logs-in-window.js';
import { measure } from '../../../../src/app/run/result/measured.js';
import type { Stage } from '../../../../src/app/run/stage.js';
import { nowNs } from '../../../../src/host/clock.js';
import { Sampler } from '../../../../src/host/sampler.js';
import { aPlan } from '../../../fixtures/scenario.js';
import { temporaryFolder } from '../../../store/temporary.js';
import { anExecution, someEvidence } from '../readings.js';

const error = '2026/11/23 10:15:02 [error] 7#7: something is wrong\n';
const notice = '2026/11/23 10:15:02 [notice] 7#7: nothing of note\n';

/** A relay in a window that began when its log held some errors; logs of long ones are cut at 1000 bytes. */
function runOf(duration: number) {
  const folder = join(temporaryFolder(), 'run');
  mkdirSync(folder);
  const plan = { ...aPlan({ duration }), folder };
  const log = join(folder, 'relay1.log');
  writeFileSync(log, error.repeat(3));
  const sampler = new Sampler({ relay1: log });
  const seen = { ...nothingSeen(), begin: anExecution().begin };
  const sample = (): void => void seen.samples.push(sampler.sample());
  sample();
  seen.marks = { beginNs: nowNs(), endNs: nowNs() + 3600e9 };
  const stage = { plan, sampler, seen } as unknown as Stage;
  const rotate = rotationOf(stage, 1000 * plan.processes.length);
  const write = (text: string): void => {
    appendFileSync(log, text);
    sample();
    rotate();
  };
  return { plan, seen, log, write, sample };
}

const logged = ({ plan, seen }: Pick<ReturnType<typeof runOf>, 'plan' | 'seen'>) => {
  const execution = { ...anExecution(), ...seen, end: anExecution().end };
  const evidence = { ...someEvidence({ execution, logs: logsInWindow(plan, seen) }), plan };
  return measure(evidence, null)!.trust.log;
};

test('errors in the window count, however often its log was cut; those of before do not', () => {
  const run = runOf(3600);
  for (let at = 0; at < 100; at++) run.write(at % 10 === 0 ? error : notice);
  run.sample();
  expect(run.seen.cutLogs['relay1']!.bytes).toBeGreaterThan(4000);
  expect(statSync(run.log).size).toBeLessThan(1100);
  expect(logged(run)).toMatchObject({ errors: 10, warnings: 0 });
  expect(readFileSync(`${run.log}.first`, 'utf8').startsWith(error.repeat(3))).toBe(true);
});

test('a line through which the cut goes is one line', () => {
  const run = runOf(3600);
  run.write(`${notice.repeat(20)}${error.slice(0, 22)}`);
  expect(statSync(run.log).size).toBe(0);
  run.write(`${error.slice(22)}${notice}`);
  run.sample();
  expect(logged(run)).toMatchObject({ errors: 1 });
});

test.for([
  ['that fits', 3600, 5],
  ['of a short window', 10, 50],
] as const)('a log %s is never cut', ([, duration, lines]) => {
  const run = runOf(duration);
  for (let at = 0; at < lines; at++) run.write(error);
  run.sample();
  expect(run.seen.cutLogs).toEqual({});
  expect(logged(run).errors).toBe(lines);
});
