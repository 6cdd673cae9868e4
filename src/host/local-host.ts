import { existsSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ExpectedError } from '../errors.js';
import { loopback, type Address } from '../model/address.js';
import { thisMachine } from '../model/placement.js';
import type { Files } from './files.js';
import { Guardian } from './guardian.js';
import type { Host, HostClock, Listening, Post, PostWanted, Ran, RunToEnd } from './host.js';
import { readEphemeralPorts } from './limits.js';
import { localFiles } from './local-files.js';
import { LocalWatcher } from './local-watcher.js';
import { listenHere, reachFromHere } from './local-ways.js';
import { usableNativeFolder } from './native.js';
import { freePorts, whyNotFree } from './ports.js';
import { runPrinting, type PrintEnd } from './printing.js';
import { groupHolds, listenersAt } from './proc.js';
import { ownEnvironment, runToEnd } from './run-to-end.js';

export type { LocalWatcher } from './local-watcher.js';

type PrintOptions = Parameters<Host['print']>[1];

/** The machine on which Flimflam itself runs. */
export class LocalHost implements Host {
  readonly name: string = thisMachine;
  readonly address: string = loopback;
  /** It is our own clock. */
  readonly clock: HostClock = { offsetNs: 0, uncertaintyNs: 0, measure: async () => {} };
  readonly asRoot = process.getuid?.() === 0;
  readonly environment = ownEnvironment();

  /** Throws where it was not built, and cannot be. */
  native(executable: string): string {
    const path = join(usableNativeFolder(), executable);
    if (existsSync(path)) return path;
    throw new ExpectedError('missing-program', `${executable} was not built`, 'flimflam build');
  }

  async look<T>(read: (files: Files) => T): Promise<T> {
    return read(localFiles);
  }

  run(argv: readonly string[], { environment = {}, ...options }: RunToEnd = {}): Promise<Ran> {
    return runToEnd(argv, { ...this.environment, ...environment }, options);
  }

  print(
    argv: readonly string[],
    { environment, signal }: PrintOptions,
    onBytes: (bytes: Buffer) => void,
  ): Promise<PrintEnd> {
    return runPrinting(argv, { environment: { ...this.environment, ...environment }, signal }, onBytes);
  }

  async fetch(path: string, here: string): Promise<void> {
    if (path !== here) await copyFile(path, here);
  }

  async freePorts(address: string, count: number): Promise<number[]> {
    // Else every port would be tried in vain.
    if ((await whyNotFree({ host: address, port: 0 })) === 'EADDRNOTAVAIL') {
      throw new ExpectedError('not-ours', `this machine has no address ${address}`, 'see: ip address');
    }
    return freePorts(count, readEphemeralPorts(), [...new Set([loopback, address])]);
  }

  listen(address: Address): Promise<Listening> {
    return listenHere(address);
  }

  reach(address: Address, patienceMs: number): Promise<string | null> {
    return reachFromHere(address, patienceMs);
  }

  async forward(port: number): Promise<number> {
    return port;
  }

  folderOf(runFolder: string): string {
    return runFolder;
  }

  async post(wanted: PostWanted): Promise<LocalPost> {
    return new LocalPost(this, wanted);
  }

  async close(): Promise<void> {}
}

/** Keys, which nobody else may read. */
const isPrivate = (path: string): boolean => path.endsWith('.key');

/** What a run has of this machine. */
export class LocalPost implements Post {
  readonly folder: string;
  readonly supervisor: Guardian;
  readonly watcher = new LocalWatcher();

  constructor(
    readonly host: LocalHost,
    { folder, channels, isPassing }: PostWanted,
  ) {
    this.folder = folder;
    this.supervisor = new Guardian(host.native('flimflam-guardian'), channels, isPassing);
  }

  async put(path: string, text: string | Buffer): Promise<void> {
    const target = join(this.folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text, isPrivate(path) ? { mode: 0o600 } : {});
  }

  async bringBack(): Promise<void> {}

  async listeners(address: Address): Promise<number[]> {
    return listenersAt(address);
  }

  async holds(leader: number, inodes: readonly number[]): Promise<boolean> {
    return groupHolds(leader, inodes);
  }

  traffic(): null {
    return null;
  }

  async leave(killAfterMs: number): Promise<void> {
    await this.supervisor.stop(killAfterMs);
    this.watcher[Symbol.dispose]();
  }
}
