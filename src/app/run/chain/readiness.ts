import { ExpectedError } from '../../../errors.js';
import { sleep } from '../../../host/clock.js';
import type { Post } from '../../../host/host.js';
import type { Address } from '../../../model/address.js';
import { addressOfPort, type PlannedProcess, type Readiness } from '../../../model/plan.js';
import { roleTitle } from '../../../model/names.js';

/** Often at first, for most are ready at once; then seldom enough to disturb nobody. */
const lookAgainMs = (waitedMs: number): number => Math.min(25, 2 + waitedMs / 20);

const patienceMs = { listening: 10_000, line: 10_000 };

/** Each router of a chain learns of the far end some 4 s after its neighbour did; on a machine under load later. */
const routersPatienceMs = (hops: number): number => 10_000 + 10_000 * hops;

/** What routers themselves are asked for. */
type AskedOfRouters = Extract<Readiness, { managementPort: number }>;

const isAskedOfRouters = (ready: Readiness): ready is AskedOfRouters => 'managementPort' in ready;

function patienceFor(ready: Readiness, hops: number): number {
  if (isAskedOfRouters(ready)) return routersPatienceMs(hops);
  if (ready.kind === 'listening' && ready.late === true) return routersPatienceMs(hops);
  return (ready.kind === 'line' ? ready.patienceMs : undefined) ?? patienceMs[ready.kind];
}

/** Somebody else took the port between the choice and the start; the run can be tried again with other ports. */
export class PortTaken extends ExpectedError {
  constructor(readonly port: number) {
    super('port-taken', `another program took port ${port}`, 'try again');
  }
}

/** What is waited for, and who. */
interface Waiting {
  process: PlannedProcess;
  pid: number;
  post: Post;
  ready: Readiness;
  /** Relays in the chain. */
  hops: number;
  signal: AbortSignal;
  sawLine: (prefix: string) => Promise<void>;
}

/** Resolves when the process is ready; found out without touching it: a probing connection would be load. */
export async function untilReady({ process, pid, post, ready, hops, signal, sawLine }: Waiting): Promise<void> {
  // Not AbortSignal.timeout: in AbortSignal.any nothing holds it, so it may be collected and then never fires.
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), patienceFor(ready, hops));
  const giveUp = AbortSignal.any([signal, late.signal]);
  try {
    if (ready.kind === 'listening') {
      await listening(post, pid, addressOfPort(process, ready.port), giveUp);
    }
    if (ready.kind === 'line') await Promise.race([sawLine(ready.prefix), aborted(giveUp)]);
    if (isAskedOfRouters(ready)) await routersReady(ready, await post.host.forward(ready.managementPort), giveUp);
  } finally {
    clearTimeout(timer);
  }
  if (!signal.aborted && giveUp.aborted) throw notReady(process, ready, hops);
}

async function listening(post: Post, pid: number, address: Address, signal: AbortSignal): Promise<void> {
  const begin = performance.now();
  while (!signal.aborted) {
    const inodes = await post.listeners(address);
    if (inodes.length > 0) {
      if (await post.holds(pid, inodes)) return;
      // Socket and process appear at the same moment; look twice before it is called somebody else's.
      await sleep(5);
      const same = (await post.listeners(address)).join() === inodes.join();
      if (same && !(await post.holds(pid, inodes))) throw new PortTaken(address.port);
    }
    await sleep(lookAgainMs(performance.now() - begin));
  }
}

async function routersReady(ready: AskedOfRouters, port: number, signal: AbortSignal): Promise<void> {
  // Loaded only here: most runs have no router.
  const { addressReached, listenersUp, routerReached } = await import('../../../router/ready.js');
  if (ready.kind === 'router') await listenersUp(port, ready.listener, signal);
  else if (ready.kind === 'address') await addressReached(port, ready.address, signal);
  else await routerReached(port, ready.router, signal);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function notReady({ role }: PlannedProcess, ready: Readiness, hops: number): ExpectedError {
  const who = roleTitle(role);
  const seconds = patienceFor(ready, hops) / 1000;
  const what = {
    listening: () => `${who} did not listen on port ${'port' in ready ? ready.port : ''} within ${seconds} s`,
    router: () =>
      `the router chain did not reach the server within ${seconds} s (operStatus of the ${'listener' in ready ? ready.listener : 'listener'} is not up)`,
    address: () => `${who} knew of no router that reaches the server within ${seconds} s`,
    reach: () => `${who} could not reach ${'router' in ready ? ready.router : 'the last router'} within ${seconds} s`,
    line: () => `${who} gave no sign of its start within ${seconds} s`,
  }[ready.kind]();
  return new ExpectedError('not-ready', what, `see ${role}.log in the run folder`);
}
