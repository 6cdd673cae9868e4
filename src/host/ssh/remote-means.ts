import type { Host } from '../host.js';
import type { RemoteRuns } from './remote-runs.js';
import type { RemoteSampler } from './remote-sampler.js';
import type { Sessions } from './sessions.js';
import type { Wire } from './wire.js';

/** What a run needs of another machine. */
export interface RemoteMeans extends Host {
  /** Of the guardian there. */
  readonly pid: number;
  readonly wire: Wire;
  readonly sessions: Sessions;
  readonly sampler: RemoteSampler;
  readonly runs: RemoteRuns;
  /** Whether nothing can be had of it any more. */
  readonly isLost: boolean;
  /** Has everything there killed; the sampler begins anew when it is needed. */
  endAll: () => Promise<void>;
}
