/** The names by which the store knows its own files again. */
export const summaryName = 'summary.json';
export const benchName = 'bench.json';
export const comparisonName = 'comparison.json';
export const comparisonSetName = 'comparisons.json';
export const sweepName = 'sweep.json';
export const capacityName = 'capacity.json';
export const reproduceName = 'reproduce.sh';
/** A relay's configuration of the user's own, before its placeholders were filled in; `.relay1` or `.all` follows. */
export const relayConfigName = 'relay-config';
/** The histograms of latencies, as tools read them. */
export const latencyLogName = 'latency.hlog';

/** In every folder that Flimflam made; holds the number of the process that made it. */
export const markerName = '.flimflam-run';

/** The link to the newest run. */
export const latestName = 'latest';

/** `20261123-101502-builtin-nginx-tcp-3f2a`: UTC time, what was run, four hexadecimal digits. */
export const folderPattern = /^\d{8}-\d{6}-[a-z0-9-]+-[0-9a-f]{4}$/u;
