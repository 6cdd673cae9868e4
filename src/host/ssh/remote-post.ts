import { posix } from 'node:path';
import { ExpectedError } from '../../errors.js';
import type { Address } from '../../model/address.js';
import { Guardian } from '../guardian.js';
import type { Post, PostWanted } from '../host.js';
import { groupHolds, listenersAt } from '../proc.js';
import { bringBack } from './bring-back.js';
import { isPlainPath } from './bootstrap.js';
import type { RemoteMeans } from './remote-means.js';
import { RemoteLink } from './remote-link.js';
import { RemoteWatcher } from './remote-watcher.js';
import { unwritable } from './ssh-words.js';

/** What a run has of another machine. */
export class RemotePost implements Post {
  private constructor(
    readonly host: RemoteMeans,
    readonly folder: string,
    readonly supervisor: Guardian,
    readonly watcher: RemoteWatcher,
    /** The run folder of this machine. */
    readonly here: string,
  ) {}

  static async take(host: RemoteMeans, { folder: here, channels, isPassing }: PostWanted): Promise<RemotePost> {
    const folder = host.folderOf(here);
    const { sampler, clock, wire } = host;
    const look = host.look.bind(host);
    const [fault, watcher] = await Promise.all([
      host.runs.do(['mkdir', '-p', '-m', '700', folder]),
      RemoteWatcher.begin({ sampler, offsetNs: () => clock.offsetNs, look }),
    ]);
    if (fault !== null) throw unwritable(host.name, fault);
    const link = new RemoteLink(wire, host.pid, channels, () => host.endAll());
    return new RemotePost(host, folder, new Guardian(link, channels, isPassing), watcher, here);
  }

  /** All that is put there is private: nobody else may even look into the folder. */
  async put(path: string, text: string | Buffer): Promise<void> {
    const target = posix.join(this.folder, path);
    if (!isPlainPath(target)) throw new Error(`not the path of a file of a run: ${path}`);
    const fault = await this.host.runs.write(target, text);
    if (fault !== null) throw unwritable(this.host.name, fault);
  }

  async bringBack(wanted: (path: string) => boolean): Promise<void> {
    const { name, sampler, sessions } = this.host;
    try {
      await bringBack({ host: name, get: (items) => sampler.get(items), sessions }, this.folder, this.here, wanted);
    } catch (error) {
      throw await this.host.wire.causeOf(error as Error);
    }
  }

  listeners(address: Address): Promise<number[]> {
    return this.host.look((files) => listenersAt(address, files));
  }

  holds(leader: number, inodes: readonly number[]): Promise<boolean> {
    return this.host.look((files) => groupHolds(leader, inodes, files));
  }

  traffic(): { sent: number; received: number } {
    const { wire, sessions } = this.host;
    return { sent: wire.sent + sessions.sent, received: wire.received + sessions.received };
  }

  async leave(killAfterMs: number, wanted: (path: string) => boolean): Promise<void> {
    await this.supervisor.stop(killAfterMs);
    if (this.host.isLost) return;
    try {
      await this.bringBack(wanted);
    } finally {
      await this.host.runs.do(['rm', '-rf', this.folder]).catch((error: unknown) => {
        // Where the host is lost the guardian there removes it.
        if (!(error instanceof ExpectedError)) throw error;
      });
    }
  }
}
