import type { Chart } from '../charts/chart.js';
import type { PageData } from '../flamegraph/page-data.js';
import type { Table } from './figure.js';

/** What a report carries for its script. */
export interface ReportData {
  kind: 'report';
  /** By the id of the figure. */
  figures: Record<string, { chart: Chart; table: Table }>;
  /** Of the flame graph; null where there is none. */
  graph: PageData | null;
}
