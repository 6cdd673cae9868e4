import { localFiles } from '../../src/host/local-files.js';

/** The paths of this machine that fit a pattern in the words of glob(3), with `*` and `[0-9]` only. */
export function filesMatching(pattern: string): string[] {
  if (!/[*[]/.test(pattern)) return [pattern];
  return pattern
    .split('/')
    .slice(1)
    .reduce<string[]>(
      (paths, part) =>
        paths.flatMap((path) => {
          if (!/[*[]/.test(part)) return localFiles.exists(`${path}/${part}`) ? [`${path}/${part}`] : [];
          const fits = new RegExp(`^${part.replaceAll('*', '.*')}$`);
          return localFiles
            .names(path === '' ? '/' : path)
            .filter((name) => fits.test(name))
            .map((name) => `${path}/${name}`);
        }),
      [''],
    );
}
