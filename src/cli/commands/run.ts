import { measure, withMeasureOptions } from '../measure.js';

export function runCommand() {
  return withMeasureOptions('run')
    .description('measure one scenario: how fast is it, and what does a byte cost')
    .action((options) =>
      measure(options, {
        prepare: async () => {
          const { runScenario } = await import('../../app/run/run.js');
          return { run: runScenario, ceiling: runScenario, plan: {} };
        },
        after: async () => '',
      }),
    );
}
