import { z } from 'zod';

/** The word for the machine on which Flimflam itself runs, and where everything is placed of which nothing is said. */
export const thisMachine = 'localhost';

/** Where a role runs. */
export const placementSchema = z.strictObject({
  host: z.string().describe('as ssh understands it; localhost: the machine on which Flimflam runs'),
  address: z
    .union([z.string(), z.null()])
    .describe('IPv4 address of the data network; null: the one at which the host answered ssh'),
});
export type Placement = z.infer<typeof placementSchema>;

/** By role: `client`, `relay1`, ..., `server`. */
export type Placements = Readonly<Record<string, Placement>>;

/** The host of a role. */
export const hostOf = (hosts: Placements, role: string): string => hosts[role]?.host ?? thisMachine;

/** Whether anything is placed elsewhere than on this machine. */
export const isDistributed = (hosts: Placements): boolean =>
  Object.values(hosts).some(({ host }) => host !== thisMachine);

/** The address of the data network that was asked for on a host; null: the one at which it answers ssh. */
export const addressAsked = (hosts: Placements, host: string): string | null =>
  Object.values(hosts).find((one) => one.host === host && one.address !== null)?.address ?? null;
