import { z } from 'zod';

const orNull = <T extends z.ZodType>(type: T) => z.union([type, z.null()]);
const share = z.number().describe("share of the machine's CPU time in the window");

/** A network device of a host in the window. */
export const deviceSchema = z.strictObject({
  received: z.number().describe('bytes per second'),
  sent: z.number().describe('bytes per second'),
  drops: z.int().describe('packets that the kernel threw away, received and sent ones together'),
});

/** A machine that had a part in a run: `hosts` of summary.json, only in runs that were placed on several. */
export const hostSchema = z.strictObject({
  name: z.string().describe('as ssh understands it; localhost: the machine on which Flimflam ran'),
  address: z.string().describe('IPv4 address at which the others reached it'),
  roles: z.array(z.string()).describe('what ran there; empty for a machine that only drove the others'),
  clock: orNull(
    z.strictObject({
      offset: z
        .number()
        .describe("seconds: its monotonic clock - that of Flimflam's machine, at the begin of the window"),
      uncertainty: z.number().describe('seconds: half of the shortest round trip; the offset cannot be farther off'),
    }),
  ).describe('all times in this summary were brought to one clock by it; null: there was no window'),
  environment: orNull(
    z.strictObject({
      distribution: z.string(),
      kernel: z.string(),
      cpu_model: orNull(z.string()),
      cpus: z.int().describe('logical CPUs that our processes may use'),
      memory: z.int().describe('bytes'),
      governor: orNull(z.string()),
      turbo: orNull(z.boolean()),
      smt: orNull(z.boolean()),
      virtualisation: orNull(z.string()),
    }),
  ),
  cpu: orNull(
    z.strictObject({
      ours: share,
      foreign: orNull(share),
      unattributed: orNull(share),
      softirq: share.describe(
        'by the ticks of its kernel in software interrupts, where packets are received; they may lie in any of the others',
      ),
      steal: share,
      idle: share,
    }),
  ).describe(
    'where the CPU time of this host went in the window, ours + foreign + unattributed + steal + idle = 1; null before its end',
  ),
  window_skew: orNull(z.number()).describe('seconds: largest distance between a mark and the reading there'),
  devices: z.record(z.string(), deviceSchema).describe('network devices over which something went, by name'),
  retransmits: orNull(z.int()).describe('TCP segments that this host sent again in the window'),
  own_traffic: orNull(z.number()).describe("bytes per second that Flimflam's connection to it took in the window"),
  frequency: orNull(z.strictObject({ begin: z.number(), end: z.number() })).describe(
    'Hz, mean of its CPUs at the marks',
  ),
  throttled: orNull(z.int()).default(null).describe('how often its CPUs were slowed down for heat in the window'),
});
export type HostResult = z.infer<typeof hostSchema>;

/** What many runs keep of a machine on which parts of them ran. */
export const partHostSchema = hostSchema.pick({ name: true, roles: true, environment: true });
export type PartHost = z.infer<typeof partHostSchema>;

/** The machines of a run on several, as many runs keep them. */
export const partHostsOf = ({ hosts }: { hosts: readonly HostResult[] }): PartHost[] =>
  hosts.map(({ name, roles, environment }) => ({ name, roles, environment }));

/** `plan.hosts` of summary.json. */
export const roleHostsSchema = z
  .record(z.string(), z.strictObject({ host: z.string(), address: z.string().describe('IPv4, of the data network') }))
  .default({})
  .describe('where each role runs, in runs on several machines; ports, CPUs and commands are those of its host');

/** A listener of the run, and from where it can be reached. */
export const listenerSchema = z.strictObject({
  role: z.string(),
  host: z.string(),
  address: z.string().describe('HOST:PORT'),
  reachable_from: z
    .string()
    .describe('`data network`: every host that has a way to this address; `host`: only processes of the host itself'),
});
export type Listener = z.infer<typeof listenerSchema>;

/** Processes of one machine talk over it; it stands for no hardware. */
const loopbackDevice = 'lo';

/** The device to other machines over which most went, with its name; null where nothing did. */
export function busiestDevice<Use extends { received: number; sent: number }>(
  devices: Readonly<Record<string, Use>>,
): { name: string; use: Use } | null {
  const others = Object.entries(devices).flatMap(([name, use]) => (name === loopbackDevice ? [] : [{ name, use }]));
  const moved = ({ received, sent }: Use): number => received + sent;
  return others.toSorted((a, b) => moved(b.use) - moved(a.use))[0] ?? null;
}
