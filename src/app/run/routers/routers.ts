import { ExpectedError, messageOf } from '../../../errors.js';
import { nowNs, sleep } from '../../../host/clock.js';
import { roleTitle, type Role } from '../../../model/names.js';
import type { Address } from '../../../model/address.js';
import type { Plan } from '../../../model/plan.js';
import type { Management } from '../../../router/management.js';
import { Router, type EntityType } from '../../../router/rows.js';
import { routerSample, sampled, sampledWithLog } from '../../../router/sample.js';
import type { Execution, Marks } from '../execution.js';
import { managementPlaces, type ManagementPlace } from '../chain/management-places.js';
import { atTimes } from '../../../host/at-times.js';
import { mergedLooks, type RouterLook } from './router-looks.js';
import { Thinning } from '../window/thinning.js';

/** The load goes on meanwhile, or whoever keeps its own time waits for nothing. */
const lastLookMs = 3000;
const lookEveryNs = 1e9;
/** A look may take 50 ms of a busy router, and shall be over at the mark. */
const beforeMarkNs = 0.1e9;

interface Asked {
  role: Role;
  management: Management;
  router: Router;
  /** The answer to a question is still awaited. */
  busy: boolean;
}

/** The routers of a run: one management connection to each, over which whoever wants to know something asks. */
export class Routers {
  readonly #places: readonly ManagementPlace[];
  readonly #seen: Execution;
  readonly #isLooking: boolean;
  readonly #patienceMs: number;
  readonly #forward: (on: string, port: number) => Promise<number>;
  readonly #connected = new Map<Role, Promise<Asked>>();
  readonly #thinning: Thinning<RouterLook>;
  #asked: Asked[] = [];
  #closed = false;

  /**
   * `isLooking`: whether the routers are looked at over time; so long the last look is waited for. `forward` makes a port of
   * another host's loopback one of ours.
   */
  constructor(
    plan: Plan,
    seen: Execution,
    isLooking: boolean,
    forward: (on: string, port: number) => Promise<number> = async (_, port) => port,
    patienceMs = lastLookMs,
  ) {
    this.#patienceMs = patienceMs;
    this.#forward = forward;
    this.#places = managementPlaces(plan);
    this.#seen = seen;
    this.#isLooking = isLooking;
    this.#thinning = new Thinning(seen.routers.looks, {
      most: 600,
      newest: 60,
      merge: mergedLooks,
      // The last look before the window is what the last one of all is compared with.
      exact: ({ timeNs }) => seen.marks !== null && Math.abs(timeNs - seen.marks.beginNs) < 1.5 * lookEveryNs,
    });
  }

  /** The router of a role, connected to if it is not yet; rejects when it cannot be asked. */
  async of(role: Role): Promise<Router> {
    return (await this.#connect(this.#placeOf(role))).router;
  }

  /** To ask the router of a role something that nobody else asks. */
  async managementOf(role: Role): Promise<Management> {
    return (await this.#connect(this.#placeOf(role))).management;
  }

  /** Where the router of a role answers to processes of this machine. */
  async reach(role: Role): Promise<Address> {
    const { on, host, port } = this.#placeOf(role);
    return { host, port: await this.#forward(on, port) };
  }

  #placeOf(role: Role): ManagementPlace {
    const place = this.#places.find((one) => one.role === role);
    if (place !== undefined) return place;
    const why = `nobody knows where the management of ${roleTitle(role)} answers`;
    throw new ExpectedError('no-management', why, 'a relay can be asked that has a listener for it, such as skrouterd');
  }

  /** Connects, before the client does; the first questions of a connection fill pools of a router. */
  async open(): Promise<void> {
    if (!this.#isLooking) return;
    await Promise.all(
      this.#places.map((place) => this.#connect(place).catch((error: unknown) => this.#miss(place.role, error))),
    );
    await this.#look(sampledWithLog);
  }

  /** Looks at every router each second from now on, just before each whole second of the window, until disposed. */
  follow({ beginNs }: Marks): () => void {
    if (this.#asked.length === 0 || !this.#isLooking) return () => {};
    return atTimes(beginNs - beforeMarkNs, lookEveryNs, () => {
      // The log is asked for where nothing is measured.
      const isBefore = nowNs() < (this.#seen.marks?.beginNs ?? beginNs);
      void this.#look(isBefore ? sampledWithLog : sampled);
    });
  }

  /** A last look, right after the window. */
  async end(): Promise<void> {
    if (!this.#isLooking) return;
    await Promise.race([this.#look(sampledWithLog), sleep(this.#patienceMs)]);
  }

  /** Takes leave of all; after it, nothing is asked. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#asked.splice(0).map(({ management }) => management.close()));
  }

  #connect(place: ManagementPlace): Promise<Asked> {
    const known = this.#connected.get(place.role);
    if (known !== undefined) return known;
    const connecting = this.#connectTo(place);
    this.#connected.set(place.role, connecting);
    return connecting;
  }

  async #connectTo({ role }: ManagementPlace): Promise<Asked> {
    // Loaded only here: most runs have no router.
    const { openManagement } = await import('../../../router/management.js');
    const { host, port } = await this.reach(role);
    const management = await openManagement(port, undefined, host);
    const asked: Asked = { role, management, router: new Router(management), busy: false };
    // The run may have come to its end meanwhile.
    if (this.#closed) await management.close();
    else this.#asked.push(asked);
    return asked;
  }

  /** Asks every router that has answered the last question. */
  async #look(types: readonly EntityType[]): Promise<void> {
    const look: RouterLook = { timeNs: nowNs(), routers: {} };
    if (this.#asked.length > 0) this.#thinning.add(look);
    this.#seen.routers.intervalNs = this.#thinning.stride * lookEveryNs;
    await Promise.all(
      this.#asked.map(async (asked) => {
        if (asked.busy) return this.#miss(asked.role, null);
        asked.busy = true;
        try {
          look.routers[asked.role] = routerSample(await asked.router.read(types));
        } catch (error) {
          this.#miss(asked.role, error);
        } finally {
          asked.busy = false;
        }
      }),
    );
  }

  #miss(role: Role, error: unknown): void {
    if (this.#closed) return;
    const missed = (this.#seen.routers.missed[role] ??= { looks: 0, why: null });
    missed.looks += 1;
    if (error instanceof Error) missed.why ??= messageOf(error);
  }
}
