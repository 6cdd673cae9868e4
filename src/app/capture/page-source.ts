import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { usageError } from '../../errors.js';

/** The absolute path of what links lead to: `perf.data` here is a link into the folder of its run. */
export function existing(source: string): string {
  const path = resolve(source);
  if (!existsSync(path))
    throw usageError('no-such-file', `there is no ${source}`, 'name a perf.data, or the folder of a captured run');
  return realpathSync(path);
}
