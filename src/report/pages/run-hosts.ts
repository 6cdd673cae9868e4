import { limitingMachine } from '../../model/limit.js';
import { thisMachine } from '../../model/placement.js';
import type { Summary } from '../../model/summary.js';
import {
  formatBitsPerSecond,
  formatBytes,
  formatCount,
  formatSeconds,
  formatSignificant,
  notAvailable,
} from '../../units/quantity.js';
import { harmless } from '../layout.js';
import { dataTable } from '../page/data-table.js';
import { markup, type Markup } from '../page/markup.js';
import { foldedMarkup } from '../page/parts.js';
import { cpuFigures, listenerLines, networkFigures, rolesText, type HostFigure } from '../run/hosts.js';
import type { Content, RunParts } from './run-content.js';

type Host = Summary['hosts'][number];

/** Only where it is known of a host. */
const others: readonly HostFigure[] = [
  {
    header: 'clock offset',
    about: "Its monotonic clock less that of Flimflam's machine, at the begin of the window",
    of: ({ name, clock }) => (clock === null || name === thisMachine ? notAvailable : formatSeconds(clock.offset)),
  },
  {
    header: 'marks',
    about: 'How far it was read from the marks at most, if its clock is right',
    of: ({ window_skew: skew }) => formatSeconds(skew),
  },
  {
    header: 'frequency',
    about: 'Mean of its CPUs at the two marks',
    of: ({ frequency }) =>
      frequency === null
        ? notAvailable
        : `${formatSignificant(frequency.begin / 1e9)} to ${formatSignificant(frequency.end / 1e9)} GHz`,
  },
  {
    header: 'throttled',
    about: 'How often its CPUs were slowed down for heat',
    of: ({ throttled }) => formatCount(throttled),
  },
  {
    header: "Flimflam's own",
    about: "What Flimflam's connection to it took of the network in the window, in a second",
    of: ({ own_traffic: own }) => (own === null ? notAvailable : `${formatBytes(own)}/s`),
  },
];

/** The machines of a run on several: what each of them did, and from where it could be reached. */
export function hosts({ summary }: RunParts): Content {
  const { hosts: all } = summary;
  if (all.length === 0) return [];
  return [
    figureTable('Hosts', all, [...cpuFigures, ...networkFigures], summary),
    markup`<h3>Clocks and CPUs</h3>`,
    figureTable('Clocks and CPUs of hosts', all, others, summary),
    ...devices(all),
    ...listeners(summary),
  ];
}

function figureTable(
  name: string,
  all: readonly Host[],
  figures: readonly HostFigure[],
  { limited_by: limit }: Summary,
): Markup {
  return dataTable({
    name,
    columns: [
      { title: 'host', align: 'left' },
      { title: 'roles', align: 'left' },
      { title: 'address', about: 'At which the others reached it', align: 'left' },
      ...figures.map(({ header, about }) => ({ title: header, about, align: 'right' as const })),
    ],
    rows: all.map((host) => ({
      cells: [harmless(host.name), rolesText(host), host.address, ...figures.map(({ of }) => of(host))],
      strong: limitingMachine(limit)?.host === host.name,
    })),
  });
}

/** All of them; the table of hosts has the busiest of each. */
function devices(all: readonly Host[]): Markup[] {
  const rows = all.flatMap(({ name, devices: byName }) =>
    Object.entries(byName).map(([device, { received, sent, drops }]) => ({
      cells: [
        harmless(name),
        harmless(device),
        formatBitsPerSecond(received * 8),
        formatBitsPerSecond(sent * 8),
        formatCount(drops),
      ],
    })),
  );
  if (rows.length === 0) return [];
  const table = dataTable({
    name: 'Network devices',
    columns: [
      { title: 'host', align: 'left' },
      { title: 'device', align: 'left' },
      { title: 'in', about: 'Bits a second that it received, with all headers', align: 'right' },
      { title: 'out', about: 'Bits a second that it sent, with all headers', align: 'right' },
      { title: 'drops', about: 'Packets that the kernel threw away there', align: 'right' },
    ],
    rows,
  });
  return [foldedMarkup(`Network devices over which something went (${rows.length})`, table)];
}

function listeners(summary: Summary): Markup[] {
  const lines = listenerLines(summary);
  if (lines.length === 0) return [];
  const items = lines.map(({ label, text }) => markup`<li>${harmless(`${label}: ${text}`)}</li>`);
  return [markup`<h3>Who could be reached, and from where</h3><ul class="plain">${items}</ul>`];
}
