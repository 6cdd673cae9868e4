import { readFileSync } from 'node:fs';
import { thisMachine } from '../../../model/placement.js';
import type { Plan } from '../../../model/plan.js';
import { writing } from '../../../store/write-error.js';
import type { Posts } from './posts.js';

/**
 * Puts everything that processes read into the folders of their hosts: configurations, of which the run folder here has all,
 * and certificates made here.
 */
export async function putFiles({ folder, processes, tls }: Plan, posts: Posts): Promise<void> {
  const copies = tls?.copies ?? [];
  await Promise.all([
    ...processes.flatMap(({ on, files }) =>
      [...new Set([thisMachine, on])].flatMap((name) =>
        files.map(({ path, text }) => putting(folder, posts.on(name).put(path, text))),
      ),
    ),
    ...copies.map(({ host, from, to }) => posts.on(host).put(to, readFileSync(from))),
  ]);
}

/** What a disk here refuses becomes an expected error. */
const putting = (folder: string, put: Promise<void>): Promise<void> =>
  put.catch((error: unknown) =>
    writing(folder, () => {
      throw error;
    }),
  );
