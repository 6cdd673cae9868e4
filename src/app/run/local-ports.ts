import { ExpectedError } from '../../errors.js';
import type { Scenario } from '../../model/scenario.js';

/** Somebody else has some of them, and the search for one of the last takes long. */
const sparePorts = 100;

/** What a wider range leaves for the ports that Flimflam itself listens on. */
const widest = { low: 15_000, high: 65_000 };

/**
 * Refuses more jobs than the kernel has local ports for. The connections of each hop need one each; those of two hops
 * may have the same, as they lead to different ports.
 */
export function requireLocalPorts(
  { jobs, load }: Scenario,
  { low, high }: { low: number; high: number },
  on: string | null = null,
): void {
  const most = (range: typeof widest): number => Math.max(0, range.high - range.low + 1 - sparePorts);
  if (jobs + load.background <= most({ low, high })) return;
  const wider = `sudo sysctl net.ipv4.ip_local_port_range="${widest.low} ${widest.high}"`;
  throw new ExpectedError(
    'port-range',
    `${on === null ? '' : `${on}: `}${jobs + load.background} connections need as many local ports, and net.ipv4.ip_local_port_range has ${Math.max(0, high - low + 1)}`,
    `at most ${most({ low, high })} of them${jobs + load.background <= most(widest) ? `, or widen it: ${wider}` : ''}`,
  );
}
