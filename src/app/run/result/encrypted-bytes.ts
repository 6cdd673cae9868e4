import type { Plan } from '../../../model/plan.js';
import type { Workload } from '../../../workloads/workload.js';

/**
 * Most bytes that TLS adds to one record: 22 with the suites of TLS 1.3 (RFC 8446, 5.2: a header of 5, the type of 1, a tag of
 * 16), 29 with AES-GCM of TLS 1.2 (RFC 5288: a nonce of 8 and a tag of 16 after the header).
 */
const recordBytes = 29;

/**
 * Bytes of the smallest record that is allowed for where messages are larger. A relay makes a record of what it finds in a
 * socket, up to its buffer: skrouterd 4 KiB, nginx and haproxy 16 KiB; a buffer need not be full.
 */
const leastRecord = 512;

/** Bytes of the smallest piece that our streams send unless they are told otherwise, see native/load/pace.c. */
const leastPiece = 4096;

/**
 * Largest share by which the kernel may count more than the workload; null where nothing is known of it. Over TLS the
 * kernel's sockets hold records, and how many there are is the relay's choice: of small messages their headers may be most
 * of what is moved.
 */
export function kernelOverheadOf(
  { tls, counted, scenario }: Pick<Plan, 'tls' | 'counted' | 'scenario'>,
  { kernelOverhead, takes }: Pick<Workload, 'kernelOverhead' | 'takes'>,
): number | null {
  const encrypted = tls?.links[0]?.from === 'client' && counted.some(({ end }) => end === 'client');
  if (!encrypted) return kernelOverhead;
  const message = scenario.load.messageSize?.response ?? (takes.messageSize === 'one' ? leastPiece : 1);
  return message < leastRecord ? null : kernelOverhead + recordBytes / leastRecord;
}
