import type { Side } from '../../model/comparison.js';
import type { Binary } from '../../model/summary.js';

/**
 * What a relay of this side had mapped although it should not, in one sentence; null if all is as it was found
 * before the comparison. What has no build id, such as a script that starts the relay, is not judged.
 */
export function wrongLibrary(side: Side, mapped: readonly Binary[]): string | null {
  const [executable, ...libraries] = mapped;
  if (executable === undefined || side.program === null) return null;
  // Where relays run on several machines, what counts is what was found on any: a name of ours says not which it was.
  const builds = [side.program, ...side.hosts];
  if (builds.every((one) => differ(executable.build_id, one.build_id))) {
    return sentence(side, executable, side.program);
  }
  for (const library of libraries) {
    const expected = side.libraries.filter(({ path }) => stem(path) === stem(library.path));
    const [first] = expected;
    if (first !== undefined && !expected.some((one) => isSame(library, one))) return sentence(side, library, first);
  }
  return null;
}

/** The name of a library without its version: `libx` of `/lib/libx.so.1.2 (deleted)`. */
const stem = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.so\b.*$/, '');

const differ = (a: string | null, b: string | null): boolean => a !== null && b !== null && a !== b;

function isSame(mapped: Binary, expected: Binary): boolean {
  if (mapped.build_id !== null && expected.build_id !== null) return mapped.build_id === expected.build_id;
  return mapped.path === expected.path;
}

function sentence({ spec }: Side, mapped: Binary, expected: Binary): string {
  const replaced = mapped.path.endsWith(' (deleted)') || mapped.path === expected.path;
  return replaced
    ? `${spec}: ${expected.path} was replaced after the comparison had begun`
    : `${spec}: a relay ran with ${named(mapped)}, not with ${named(expected)}: ` +
        'RPATH, LD_PRELOAD and file capabilities come before LD_LIBRARY_PATH';
}

const named = ({ path, build_id: id }: Binary): string => (id === null ? path : `${path} (build ${id.slice(0, 12)})`);
