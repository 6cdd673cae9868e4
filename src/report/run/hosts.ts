import { busiestDevice, type HostResult } from '../../model/hosts.js';
import { roleTitle } from '../../model/names.js';
import { thisMachine } from '../../model/placement.js';
import type { Summary } from '../../model/summary.js';
import { formatBitsPerSecond, formatCount, formatPercent, formatSeconds, notAvailable } from '../../units/quantity.js';
import { harmless, labelled, labelWidth, pad, pageWidth, textWidth } from '../layout.js';
import { textTable } from '../table.js';

/** A figure of a host: its heading, what it is, and how it is written. */
export interface HostFigure {
  header: string;
  about: string;
  of: (host: HostResult) => string;
}

const share = (part: keyof NonNullable<HostResult['cpu']>, about: string): HostFigure => ({
  ...{ header: part, about },
  of: ({ cpu }) => formatPercent(cpu?.[part] ?? null),
});

/** Where the CPU time of a host went. */
export const cpuFigures: readonly HostFigure[] = [
  share('ours', "Share of the host's CPU time in the window that went into this run"),
  share('foreign', 'Share that other programs used'),
  share('steal', 'Share that its hypervisor took'),
  share('idle', 'Share that was left'),
  share(
    'softirq',
    "Share by its kernel's ticks in software interrupts, where packets are received; part of the others",
  ),
];

type Device = NonNullable<ReturnType<typeof busiestDevice<HostResult['devices'][string]>>>;

const ofDevice =
  (write: (device: Device) => string) =>
  ({ devices }: HostResult): string => {
    const device = busiestDevice(devices);
    return device === null ? notAvailable : write(device);
  };

/** What went over the network of a host, and how exactly its clock is known. */
export const networkFigures: readonly HostFigure[] = [
  { header: 'device', about: 'The network device over which most went', of: ofDevice(({ name }) => harmless(name)) },
  {
    header: 'in',
    about: 'Bits a second that this device received, with all headers',
    of: ofDevice(({ use }) => formatBitsPerSecond(use.received * 8)),
  },
  {
    header: 'out',
    about: 'Bits a second that this device sent, with all headers',
    of: ofDevice(({ use }) => formatBitsPerSecond(use.sent * 8)),
  },
  {
    header: 'drops',
    about: 'Packets that the kernel threw away at this device, received and sent ones together',
    of: ofDevice(({ use }) => formatCount(use.drops)),
  },
  {
    header: 'resent',
    about: 'TCP segments that the host sent again',
    of: ({ retransmits }) => formatCount(retransmits),
  },
  {
    header: 'clock',
    about: 'How far off the time of this host can be, of which the window there is known',
    of: ({ name, clock }) =>
      clock === null || name === thisMachine ? notAvailable : `±${formatSeconds(clock.uncertainty)}`,
  },
];

/** What runs on a host, in words. */
export const rolesText = ({ roles }: Pick<HostResult, 'roles'>): string =>
  roles.length === 0 ? 'drives the run' : roles.map(roleTitle).join(', ');

/** Each machine of a run on several: its CPUs, and its network. Nothing of any other run. */
export function hostsSection({ hosts }: Summary, width = pageWidth): string[] {
  // A run that failed before its window has no figures of any of them; CONFIGURATION says where it was placed.
  if (hosts.every(({ cpu }) => cpu === null)) return [];
  return [
    ...figureTable('HOSTS', hosts, (host) => `${harmless(host.name)}: ${rolesText(host)}`, cpuFigures, width),
    ...figureTable('NETWORK', hosts, ({ name, address }) => `${harmless(name)}: ${address}`, networkFigures, width),
  ];
}

/** A row a host; where that is too wide, a sentence a host. */
function figureTable(
  heading: string,
  hosts: readonly HostResult[],
  nameOf: (host: HostResult) => string,
  figures: readonly HostFigure[],
  width: number,
): string[] {
  const table = textTable(
    [
      { header: pad(heading, labelWidth - 2), align: 'left' },
      ...figures.map(({ header }) => ({ header, align: 'right' as const })),
    ],
    hosts.map((host) => [`  ${nameOf(host)}`, ...figures.map(({ of }) => of(host))]),
  );
  if (table.every((line) => textWidth(line) <= width)) return table;
  const sentences = hosts.map((host) => {
    const told = figures.map(({ header, of }) => `${header} ${of(host)}`.replaceAll(' ', hardBlank));
    return `${nameOf(host)}; ${told.join(', ')}`;
  });
  // A figure and its unit stay on one line.
  return labelled(heading, sentences.join('\n'), labelWidth, width).map((line) => line.replaceAll(hardBlank, ' '));
}

const hardBlank = '\u00A0';

/** Who could be reached over the data network, and who only on its own host: `server 10.9.0.4:20001 on h4`. */
export function listenerLines({ listeners }: Summary): { label: string; text: string }[] {
  const reachable = [
    ['data network', 'on the data network'],
    ['host', 'only on their own host'],
  ] as const;
  return reachable.flatMap(([from, label]) => {
    const found = listeners.filter(({ reachable_from: one }) => one === from);
    if (found.length === 0) return [];
    return [
      { label, text: found.map(({ role, host, address }) => `${roleTitle(role)} ${address} on ${host}`).join(', ') },
    ];
  });
}

export function listenersSection(summary: Summary, width = pageWidth): string[] {
  const lines = listenerLines(summary).map(({ label, text }) => `${label}: ${text}`);
  return lines.length === 0 ? [] : labelled('LISTENERS', lines.join('\n'), labelWidth, width);
}

/** Of each share that spoils a run, the largest and whose it is: `foreign at most 0.3 % (h2)`. */
export function largestShares(hosts: readonly HostResult[]): string[] {
  return (['foreign', 'steal'] as const).flatMap((part) => {
    const known = hosts.flatMap(({ name, roles, cpu }) => {
      const value = roles.length === 0 ? null : (cpu?.[part] ?? null);
      return value === null ? [] : [{ name, value }];
    });
    const [most] = known.toSorted((a, b) => b.value - a.value);
    if (most === undefined) return [];
    const text = formatPercent(most.value);
    return [text === formatPercent(0) ? `${part} ${text}` : `${part} at most ${text} (${most.name})`];
  });
}
