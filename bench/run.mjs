// Side-by-side measurements: ratios within one run, on a machine that does nothing else.
// Usage: npm run bench [load|requests|connections|relay|overhead|flamegraph|page|captures|saved|router-series|false-calls|real-calls|ready|hosts ...]. Exit code 1 when a target is missed.
import { benchCaptures } from './captures.mjs';
import { benchConnections } from './connections.mjs';
import { benchFalseCalls } from './false-calls.mjs';
import { benchFlamegraph } from './flamegraph.mjs';
import { benchHosts } from './hosts.mjs';
import { benchLoad } from './load.mjs';
import { benchOverhead } from './overhead.mjs';
import { benchPage } from './page.mjs';
import { benchRealCalls } from './real-calls.mjs';
import { benchReady } from './ready.mjs';
import { benchRelay } from './relay.mjs';
import { benchRequests } from './requests.mjs';
import { benchRouterSeries } from './router-series.mjs';
import { benchSaved } from './saved.mjs';

const all = {
  load: benchLoad,
  requests: benchRequests,
  connections: benchConnections,
  relay: benchRelay,
  overhead: benchOverhead,
  flamegraph: benchFlamegraph,
  page: benchPage,
  captures: benchCaptures,
  saved: benchSaved,
  'router-series': benchRouterSeries,
  'false-calls': benchFalseCalls,
  'real-calls': benchRealCalls,
  ready: benchReady,
  hosts: benchHosts,
};
const rounds = 5;

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in all));
if (unknown.length > 0) {
  console.error(`there is no measurement ${unknown.join(', ')}; there are ${Object.keys(all).join(', ')}`);
  process.exit(2);
}
const met = [];
for (const name of names.length > 0 ? names : Object.keys(all)) met.push(...(await all[name](rounds)));
process.exitCode = met.every(Boolean) ? 0 : 1;
