import { usageError } from '../../errors.js';
import type { Calibration } from '../../model/calibration.js';
import type { History } from '../../model/history.js';
import { metricsOf, type Metric } from '../../model/metrics.js';
import type { Summary } from '../../model/summary.js';
import { historyOf } from '../../report/saved/history-data.js';
import { measuredMachines } from '../../report/saved/machines.js';
import type { UsualOptions } from '../../report/saved/scenario-words.js';
import { knownHere, scenarioKey } from '../calibrate/known.js';
import type { SavedFilters } from './entries.js';
import { runsPassing } from './runs-of.js';

export interface HistoryRequest {
  /** The output folder. */
  parent: string;
  filters: SavedFilters;
  /** Also runs in the folders of comparisons. */
  all: boolean;
  /** The run whose scenario is wanted; null: the newest one. */
  like: Summary | null;
  /** Name of the metric that is drawn; null: the rate. */
  metric: string | null;
  usual: UsualOptions;
}

/** Runs that a history leaves out, by the reason. */
export interface LeftOut {
  /** Of another scenario. */
  scenario: number;
  /** Made on another machine, or on one that is not known. */
  machine: number;
  /** Looked into, which costs speed. */
  captured: number;
  /** Not readable. */
  unreadable: number;
}

export interface FoundHistory {
  /** One of the runs: all have its scenario and its machine. */
  newest: Summary;
  /** The metric that is drawn, and the other one of rate and cost. */
  series: [History, History];
  left_out: LeftOut;
}

/** One scenario over time; throws `no-such-run` where no run fits. */
export async function findHistory(request: HistoryRequest, environment: NodeJS.ProcessEnv): Promise<FoundHistory> {
  const { parent, filters, all, usual, like } = request;
  const { runs: read, unread } = runsPassing(parent, { ...filters, limit: undefined }, { all, usual });
  const ofTime = read.toSorted((a, b) => (a.started < b.started ? -1 : 1));
  const newest = like ?? ofTime.findLast(isUsable);
  if (newest === undefined) {
    throw usageError('no-such-run', `no run in ${parent} has this to show`, 'flimflam list shows what is saved');
  }
  const same = ofTime.filter((run) => scenarioOfRun(run) === scenarioOfRun(newest));
  const here = same.filter((run) => machineOf(run) === machineOf(newest));
  const usable = here.filter(({ capture }) => capture === null);
  const runs = usable.slice(-(filters.limit ?? usable.length));
  const { calibrations } = await knownHere(environment);
  const [drawn, other] = metricsToShow(runs, newest, request.metric);
  const seriesOf = (metric: Metric): History => historyOf(runs, metric, calibrationsOf(calibrations, newest, metric));
  return {
    newest,
    series: [seriesOf(drawn), seriesOf(other)],
    left_out: {
      scenario: ofTime.length - same.length,
      machine: same.length - here.length,
      captured: here.length - usable.length,
      unreadable: unread.length,
    },
  };
}

const isUsable = ({ capture, environment }: Summary): boolean => capture === null && environment !== null;

/** Everything that decides what is run. */
const scenarioOfRun = ({ configuration }: Summary): string =>
  scenarioKey({ primary: '', configuration: withoutFolder(configuration) });

function withoutFolder(configuration: Summary['configuration']): Calibration['configuration'] {
  const { output_dir: _, ...scenario } = configuration;
  return scenario;
}

/** What runs have saved of their machine that does not change from day to day. */
function machineOf(run: Summary): string {
  const { environment, hosts } = run;
  if (environment === null) return '';
  // What only drives the others moves no figure; the names of the others belong to the scenario.
  if (hosts.length > 0) {
    const known = measuredMachines(run).map(({ name, facts }) => [
      name,
      facts?.cpu_model,
      facts?.cpus,
      facts?.virtualisation,
    ]);
    return JSON.stringify(known);
  }
  const { cpu_model, cpus, cores, virtualisation } = environment;
  return JSON.stringify([cpu_model, cpus, cores, virtualisation]);
}

function calibrationsOf(
  calibrations: readonly Calibration[],
  { configuration, environment }: Summary,
  { name }: Metric,
): Calibration[] {
  const key = scenarioKey({ primary: name, configuration: withoutFolder(configuration) });
  return calibrations.filter(
    (one) =>
      scenarioKey(one) === key &&
      one.machine.cpu_model === environment?.cpu_model &&
      one.machine.cpus === environment.cpus,
  );
}

/** The metric that was asked for, or the rate; and the cost, or the rate beside it. */
function metricsToShow(runs: readonly Summary[], newest: Summary, asked: string | null): [Metric, Metric] {
  const counted = [...runs, newest].some(({ results }) => (results?.operations_per_second ?? null) !== null);
  const metrics = metricsOf({ hops: newest.configuration.hops, counted });
  const rate = metrics[0]!;
  const cost = metrics.find(({ name }) => name === 'cpu')!;
  if (asked === null) return [rate, cost];
  const wanted = metrics.find(({ name }) => name === asked);
  if (wanted === undefined) {
    const names = metrics.map(({ name }) => name).join(', ');
    throw usageError('unknown-metric', `these runs have no metric '${asked}'`, `they have ${names}`);
  }
  return [wanted, wanted === cost ? rate : cost];
}
