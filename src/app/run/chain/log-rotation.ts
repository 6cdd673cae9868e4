import { nowNs } from '../../../host/clock.js';
import { LogFile } from '../../../host/log-file.js';
import { longWindow } from '../../../model/long-window.js';
import { relayOf } from '../../../relays/index.js';
import type { Execution } from '../execution.js';
import { bothLogged, loggedIn, nothingLogged } from '../result/relay-log.js';
import { logOf, type Stage } from '../stage.js';

/** Of all logs of a run together, in bytes; as much again is kept of what was cut. */
const mostBytes = 8 * 1024 * 1024;

/** A cut so near the end would hold what is logged after it. */
const beforeEndNs = 2e9;

/** Called often in a long window: cuts the logs of the processes that became too long, and counts what stood in them. */
export function rotationOf({ plan, sampler, seen }: Stage, most = mostBytes, least = longWindow): () => void {
  if (plan.scenario.warmup + plan.scenario.duration <= least) return () => {};
  const limit = most / plan.processes.length;
  const logs = plan.processes.map(({ name, role }) => ({ role, file: new LogFile(logOf(plan, name), limit) }));
  const { relay } = plan.scenario;
  return () => {
    if (seen.marks === null || nowNs() > seen.marks.endNs - beforeEndNs) return;
    for (const { role, file } of logs) {
      const cutBefore = file.cutBytes;
      const text = file.cut();
      if (text === null || !role.startsWith('relay') || relay === 'none') continue;
      const rest = seen.cutLogs[role]?.rest ?? '';
      const from = begunAt(seen, role, cutBefore);
      addCut(seen, role, text, { rest, from, bytes: file.cutBytes, levelOf: relayOf(relay).logLevel });
      sampler.logWasCut(role, file.cutBytes);
    }
  };
}

/** How many bytes of the log as it stands now are from before the window. */
function begunAt({ samples, marks }: Execution, role: string, cutBefore: number): number {
  const before = marks === null ? undefined : samples.findLast(({ timeNs }) => timeNs <= marks.beginNs);
  return Math.max(0, (before?.logSizes[role] ?? 0) - cutBefore);
}

interface Cut {
  /** The beginning of a line that the last cut went through. */
  rest: string;
  from: number;
  bytes: number;
  levelOf: (line: string) => 'error' | 'warning' | null;
}

function addCut(seen: Execution, role: string, text: Buffer, { rest, from, bytes, levelOf }: Cut): void {
  const earlier = seen.cutLogs[role]?.logged ?? nothingLogged();
  // Before its begin nothing is of the window.
  const inWindow = seen.begin === null ? '' : (from === 0 ? rest : '') + text.subarray(from).toString();
  const lastLine = inWindow.lastIndexOf('\n') + 1;
  seen.cutLogs[role] = {
    bytes,
    rest: inWindow.slice(lastLine),
    logged: bothLogged(earlier, loggedIn(inWindow.slice(0, lastLine), role, levelOf)),
  };
}
