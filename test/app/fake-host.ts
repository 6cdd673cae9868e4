import { ExpectedError } from '../../src/errors.js';
import type { Files } from '../../src/host/files.js';
import type { FileFound, FileItem } from '../../src/host/known-files.js';
import { LocalHost } from '../../src/host/local-host.js';
import type { Host, Ran, RunToEnd } from '../../src/host/host.js';
import { localFiles } from '../../src/host/local-files.js';
import { settledLook } from '../../src/host/settled-look.js';

/** This machine under another name: files are asked for and answered as over ssh, programs run for real. */
export class OtherHost extends LocalHost {
  override readonly name: string;
  override readonly environment: Record<string, string>;
  readonly ran: (readonly string[])[] = [];
  /** Once it is lost, everything that is asked of it fails. */
  isLost = false;
  /** Folders that are not there. */
  readonly hidden: string[] = [];

  constructor(
    name: string,
    environment: Record<string, string> = {},
    /** Of what Flimflam has there. */
    readonly home = '/nowhere',
  ) {
    super();
    this.name = name;
    this.environment = { PATH: process.env['PATH'] ?? '', HOME: '/home/there', ...environment };
  }

  override async look<T>(read: (files: Files) => T): Promise<T> {
    this.#requireAnswer();
    return settledLook(read, async (items) =>
      items.filter(({ path }) => !this.hidden.some((one) => path.startsWith(`${one}/`))).flatMap(answered),
    );
  }

  override run(argv: readonly string[], options?: RunToEnd): Promise<Ran> {
    this.#requireAnswer();
    this.ran.push(argv);
    return super.run(argv, options);
  }

  override folderOf(): string {
    return this.home;
  }

  #requireAnswer(): void {
    if (this.isLost) throw new ExpectedError('host-lost', `${this.name}: nothing came from it for 6 s`);
  }
}

function answered(item: FileItem): FileFound[] {
  const content = contents[item.kind](item.path);
  return content === null ? [] : [{ ...item, content }];
}

const contents: Record<FileItem['kind'], (path: string) => string | null> = {
  t: localFiles.text,
  l: localFiles.link,
  n: (path) => localFiles.names(path).join('\n'),
  e: (path) => (localFiles.exists(path) ? '1' : null),
  x: (path) => (localFiles.isExecutable(path) ? '1' : null),
  r: localFiles.realPath,
  b: localFiles.buildId,
};

/** What `hostNamed` finds: these, and no others but this machine. */
export const hostsOf =
  (others: readonly Host[]) =>
  async (name: string): Promise<Host> => {
    if (name === 'localhost') return new LocalHost();
    const found = others.find((one) => one.name === name);
    if (found !== undefined) return found;
    throw new ExpectedError('host-unreachable', `${name}: Could not resolve hostname`);
  };
