import { readFileSync } from 'node:fs';
import type { Plan } from '../../../model/plan.js';
import { writing } from '../../../store/write-error.js';
import type { Posts } from './posts.js';

/** Puts everything that processes read into the folders of their hosts: configurations, and certificates made here. */
export async function putFiles({ folder, processes, tls }: Plan, posts: Posts): Promise<void> {
  for (const { on, files } of processes) {
    for (const { path, text } of files) await putting(folder, posts.on(on).put(path, text));
  }
  for (const { host, from, to } of tls?.copies ?? []) await posts.on(host).put(to, readFileSync(from));
}

/** What a disk here refuses becomes an expected error. */
const putting = (folder: string, put: Promise<void>): Promise<void> =>
  put.catch((error: unknown) =>
    writing(folder, () => {
      throw error;
    }),
  );
