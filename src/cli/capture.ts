import { usageError } from '../errors.js';
import { callGraphs, captureOptions, usualFrequency } from '../model/capture-options.js';
import type { CaptureOrder } from '../app/capture/nothing-captured.js';
import type { CaptureName } from '../model/names.js';
import { measure, withMeasureOptions } from './measure.js';
import { oneOf, showChoices, wholeNumber } from './values.js';

/** The options that captures have beside those of `run`; each has some of them. */
interface OwnOptions {
  target: string;
  events?: string;
  freq?: number;
  callGraph?: (typeof callGraphs)[number];
}

/** A command that measures a scenario and looks into its window. */
export function captureCommand(kind: CaptureName, description: string) {
  const command = withMeasureOptions(kind)
    .description(description)
    .option('--target <part>', 'what is looked at: relays, relay1, relay2, client, server or all', 'relays');
  const has = (name: (typeof captureOptions)[CaptureName][number]): boolean => captureOptions[kind].includes(name);
  if (has('events')) command.option('--events <list>', 'events for perf, as perf list names them');
  if (has('freq')) command.option('--freq <n>', 'samples a second and CPU', wholeNumber(1, 100_000), usualFrequency);
  // perf records no branches where threads are switched.
  const ways = kind === 'offcpu' ? callGraphs.filter((way) => way !== 'lbr') : callGraphs;
  if (has('call-graph')) {
    command.option('--call-graph <how>', 'how perf unwinds stacks', oneOf('call graph', ways), 'fp');
  }
  showChoices(command.options, {
    '--call-graph': ways,
    '--target': ['relays', 'relay1', 'relay2', 'client', 'server', 'all'],
  });
  return command;
}

type CaptureCommand = ReturnType<typeof captureCommand>;

/** Runs a captured scenario and prints it. `extra` goes to perf. */
export async function captureAndPrint(
  kind: CaptureName,
  options: ReturnType<CaptureCommand['opts']>,
  extra: readonly string[],
): Promise<void> {
  const { prepareCapture, captureRun, captureCeiling, plannedCapture } = await import('../app/capture/capture.js');
  const order = orderOf(kind, options, extra);
  await measure(options, {
    prepare: async (scenario) => {
      const prepared = await prepareCapture(order, scenario);
      return {
        run: (request, hooks) => captureRun(request, prepared, hooks),
        ceiling: (request, hooks) => captureCeiling(request, order, hooks),
        plan: { capture: plannedCapture(prepared) },
      };
    },
    after: async ({ summary, findings, unread, link }) => {
      if (unread !== null) throw unread;
      const { captureText } = await import('../report/capture-text.js');
      return captureText(summary, { report: findings?.report ?? null, link });
    },
  });
}

function orderOf(kind: CaptureName, options: OwnOptions, extra: readonly string[]): CaptureOrder {
  const [first] = extra;
  if (first !== undefined && !first.startsWith('-')) {
    throw usageError(
      'stray-argument',
      `'${first}' is no option of perf`,
      `options for perf stand after --: flimflam ${kind} -- -e cycles`,
    );
  }
  return {
    kind,
    target: options.target,
    options: {
      events: options.events ?? null,
      frequency: options.freq ?? usualFrequency,
      callGraph: options.callGraph ?? 'fp',
      extra,
    },
  };
}
