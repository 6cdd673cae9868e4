import { expect, test } from 'vitest';
import { usualDeployment } from '../../../src/model/deployment.js';
import { answerOf } from '../../../src/report/pages/run-head.js';
import { scenarioOf } from '../../../src/report/run/headline.js';
import { aConfiguration, aSummary } from '../../fixtures/summary.js';

const attached = { address: '127.0.0.1:5001', server: '127.0.0.1:5002', pids: [], management: null };

const over = (hops: number) =>
  aSummary({
    configuration: aConfiguration({ hops, relay_threads: 0, deployment: { ...usualDeployment, attached } }),
  });

test.each([
  [0, 'builtin over attached nginx, tcp, hops not known, 2 jobs', 'through attached nginx relays'],
  [1, 'builtin over attached nginx, tcp, 1 hop, 2 jobs', 'through 1 attached nginx relay'],
  [2, 'builtin over attached nginx, tcp, 2 hops, 2 jobs', 'through 2 attached nginx relays'],
])('a chain of %i attached relays is never told for one of ours', (hops, line, answer) => {
  expect(scenarioOf(over(hops))).toBe(line);
  expect(answerOf(over(hops))).toMatch(new RegExp(` ${answer}\\b`));
});
