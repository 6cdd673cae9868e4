import { ExpectedError } from '../../errors.js';
import { sleep } from '../../host/clock.js';
import { holdsSocket, listeningInodes, processesByGroup } from '../../host/proc.js';
import type { PlannedProcess, Readiness } from '../../model/plan.js';
import { roleTitle } from '../../model/names.js';

/** Often at first, for most are ready at once; then seldom enough to disturb nobody. */
const lookAgainMs = (waitedMs: number): number => Math.min(25, 2 + waitedMs / 20);
/** Three routers need 4.2 s after the last was started; a machine under load several times that. */
const patienceMs = { listening: 10_000, router: 30_000, line: 10_000 };

/** Somebody else took the port between the choice and the start; the run can be tried again with other ports. */
export class PortTaken extends ExpectedError {
  constructor(readonly port: number) {
    super('port-taken', `another program took port ${port} of 127.0.0.1`, 'try again');
  }
}

/** Resolves when the process is ready, found out without touching it: a probing connection would be load. */
export async function untilReady(
  process: PlannedProcess,
  pid: number,
  ready: Readiness,
  signal: AbortSignal,
  sawLine: (prefix: string) => Promise<void>,
): Promise<void> {
  // Not AbortSignal.timeout: in AbortSignal.any nothing holds it, so it may be collected and then never fires.
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), patienceMs[ready.kind]);
  const giveUp = AbortSignal.any([signal, late.signal]);
  try {
    if (ready.kind === 'listening') await listening(pid, ready.port, giveUp);
    else if (ready.kind === 'line') await Promise.race([sawLine(ready.prefix), aborted(giveUp)]);
    // Loaded only here: most runs have no router.
    else await (await import('../../router/ready.js')).tcpListenersUp(ready.managementPort, giveUp);
  } finally {
    clearTimeout(timer);
  }
  if (!signal.aborted && giveUp.aborted) throw notReady(process, ready);
}

async function listening(pid: number, port: number, signal: AbortSignal): Promise<void> {
  const begin = performance.now();
  while (!signal.aborted) {
    const inode = listeningInodes().get(port);
    if (inode !== undefined) {
      const members = [pid, ...(processesByGroup().get(pid) ?? [])];
      const isTheirs = (): boolean => members.some((member) => holdsSocket(member, inode));
      if (isTheirs()) return;
      // Socket and process appear at the same moment; look twice before it is called somebody else's.
      await sleep(5);
      if (listeningInodes().get(port) === inode && !isTheirs()) throw new PortTaken(port);
    }
    await sleep(lookAgainMs(performance.now() - begin));
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function notReady({ role }: PlannedProcess, ready: Readiness): ExpectedError {
  const who = roleTitle(role);
  const seconds = patienceMs[ready.kind] / 1000;
  const what = {
    listening: () => `${who} did not listen on port ${'port' in ready ? ready.port : ''} within ${seconds} s`,
    router: () =>
      `the router chain did not reach the server within ${seconds} s (operStatus of the tcpListener is not up)`,
    line: () => `${who} gave no sign of its start within ${seconds} s`,
  }[ready.kind]();
  return new ExpectedError('not-ready', what, `see ${role}.log in the run folder`);
}
