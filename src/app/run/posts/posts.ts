import { hostNamed } from '../../../host/hosts.js';
import { otherGuardians } from '../../../host/other-runs.js';
import type { Post } from '../../../host/host.js';
import type { LocalPost } from '../../../host/local-host.js';
import { otherHosts, type Plan } from '../../../model/plan.js';
import { thisMachine } from '../../../model/placement.js';
import { Supervisors } from './supervisors.js';
import { Watchers } from './watchers.js';

/** What a run has of all its hosts. */
export class Posts {
  readonly supervisors: Supervisors;
  readonly watchers: Watchers;
  readonly #byHost: ReadonlyMap<string, Post>;

  constructor(posts: readonly Post[], names: ReadonlyMap<string, string>) {
    this.#byHost = new Map(posts.map((post) => [post.host.name, post]));
    const supervisors = [...this.#byHost].map(([name, { supervisor }]) => [name, supervisor] as const);
    this.supervisors = new Supervisors(new Map(supervisors), names);
    const others = posts.filter(({ host }) => host.name !== thisMachine);
    this.watchers = new Watchers((this.on(thisMachine) as LocalPost).watcher, others);
  }

  on(host: string): Post {
    const post = this.#byHost.get(host);
    if (post === undefined) throw new Error(`the run has nothing on ${host}`);
    return post;
  }

  /** The post of a process. */
  of(name: string): Post {
    return this.on(this.supervisors.hostOf(name));
  }

  /** The hosts on which another Flimflam is at work. */
  async shared(): Promise<string[]> {
    const own = new Set(this.supervisors.guardians().map(({ pid }) => pid));
    const looks = [...this.#byHost].map(async ([name, { host }]) =>
      (await host.look((files) => otherGuardians(files, own))) ? [name] : [],
    );
    return (await Promise.all(looks)).flat();
  }

  /** Brings files of the run from the other hosts; what cannot be brought is missing. */
  async bringBack(wanted: (path: string) => boolean): Promise<void> {
    await Promise.all([...this.#byHost.values()].map((post) => post.bringBack(wanted).catch(() => {})));
  }

  /** Ends everything on all hosts at once; then what is wanted of their files is brought here, and the rest is gone. */
  async leave(killAfterMs: number, wanted: (path: string) => boolean = () => false): Promise<void> {
    await Promise.all([...this.#byHost.values()].map((post) => post.leave(killAfterMs, wanted).catch(() => {})));
  }
}

/**
 * Takes a post on every host of the plan. `names`: on which host processes will be that talk with Flimflam; those of this
 * machine have their channels from the start.
 */
export async function openPosts(
  plan: Plan,
  names: ReadonlyMap<string, string>,
  isPassing: (line: string) => boolean,
): Promise<Posts> {
  const opened = [thisMachine, ...otherHosts(plan)].map(async (name) => {
    const host = await hostNamed(name);
    const channels = [...names].flatMap(([process, on]) => (on === name ? [process] : []));
    return host.post({ folder: plan.folder, channels, isPassing });
  });
  const outcomes = await Promise.allSettled(opened);
  const posts = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const refused = outcomes.find((outcome) => outcome.status === 'rejected');
  if (refused === undefined) return new Posts(posts, names);
  await Promise.all(posts.map((post) => post.leave(0, () => false).catch(() => {})));
  throw refused.reason;
}
