import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { skstatText } from '../../host/skstat.js';
import { roleKey, type Role } from '../../model/names.js';
import type { Plan } from '../../model/plan.js';
import type { Router, RouterRows } from '../../router/rows.js';
import { routerStatistics } from '../../router/statistics.js';
import { captureCost } from './cost.js';
import { noInstrument } from '../run/instrument.js';
import { nothingCaptured, type CaptureOrder } from './nothing-captured.js';
import type { Observer } from './observer.js';
import type { Instrument, Stage } from '../run/stage.js';

/** The routers' own statistics, just before and just after the window of a run. */
export function routerObserver(order: CaptureOrder, roles: readonly Role[]): Observer {
  let look: RouterLook | null = null;
  return {
    instrument(plan) {
      look = new RouterLook(plan, roles);
      return look;
    },
    describe(_plan, execution, summary) {
      return {
        ...nothingCaptured(order, roles),
        files: look?.files ?? [],
        cost: captureCost(execution, summary, null),
        routers: look?.statistics() ?? null,
      };
    },
  };
}

interface Looked {
  role: Role;
  router: Router;
  before: RouterRows | null;
  after: RouterRows | null;
}

class RouterLook implements Instrument {
  readonly channels = noInstrument.channels;
  readonly close = noInstrument.close;
  readonly wantsClient = false;
  readonly begin = noInstrument.begin;
  readonly files: string[] = [];
  readonly #plan: Plan;
  readonly #roles: readonly Role[];
  #routers: Looked[] = [];

  constructor(plan: Plan, roles: readonly Role[]) {
    this.#plan = plan;
    this.#roles = roles;
  }

  async open({ routers }: Stage): Promise<void> {
    this.#routers = await Promise.all(
      this.#roles.map(async (role) => {
        const router = await routers.of(role);
        // The first questions of a connection fill pools of the router; that shall not look like growth in the window.
        await router.readAll();
        return { role, router, before: null, after: null };
      }),
    );
  }

  async approach(): Promise<void> {
    await Promise.all(this.#routers.map(async (looked) => (looked.before = await looked.router.readAll())));
  }

  async end(stage: Stage): Promise<void> {
    await Promise.all(this.#routers.map(async (looked) => (looked.after = await looked.router.readAll())));
    await Promise.all(this.#routers.map(({ role }) => this.#askSkstat(role, stage)));
  }

  /** The router's own tool, if it works: it wants some seconds, so it comes when all else is known. */
  async #askSkstat(role: Role, { hooks, routers }: Stage): Promise<void> {
    const { text, why } = await skstatText(await routers.reach(role), this.#plan.environment);
    if (text !== null) {
      const name = `${role}.skstat.txt`;
      writeFileSync(join(this.#plan.folder, name), text);
      this.files.push(name);
    } else if (why !== null) hooks.onEvent(`skstat itself was not used: ${why}`);
  }

  statistics() {
    const all = this.#routers.flatMap(({ role, before, after }) =>
      before === null || after === null ? [] : [routerStatistics(roleKey(role), before, after)],
    );
    return all.length === 0 ? null : all;
  }
}
