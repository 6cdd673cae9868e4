import type { Build, Warning } from '../../../model/summary.js';

const nameOf = ({ path }: Build): string => path.split('/').at(-1) ?? path;

/** The level that counts is the last one; without any, compilers do not optimise. */
const optimisationOf = (flags: string): string => [...flags.matchAll(/(?:^| )(-O\S*)/g)].at(-1)?.[1] ?? '-O0';

/** What the way in which a relay and its libraries were compiled says against its figures. */
export function buildWarnings(builds: readonly Build[]): Warning[] {
  const warnings: Warning[] = [];
  const sanitized = builds.filter(({ sanitizer }) => sanitizer !== null);
  if (sanitized.length > 0) {
    warnings.push({
      code: 'sanitizer',
      message: `${sanitized.map((build) => `${nameOf(build)} has the ${build.sanitizer} sanitizer`).join(', ')}: several times slower`,
      advice: 'measure a build without sanitizers',
    });
  }
  const known = builds.flatMap((build) => (build.flags === null ? [] : [{ name: nameOf(build), flags: build.flags }]));
  const unoptimised = known.filter(({ flags }) => ['-O0', '-Og'].includes(optimisationOf(flags)));
  if (unoptimised.length > 0) {
    warnings.push({
      code: 'unoptimised',
      message: `${unoptimised.map(({ name }) => name).join(', ')} built without optimisation`,
      advice: 'build with -DCMAKE_BUILD_TYPE=RelWithDebInfo',
    });
  }
  const kinds = known.map(({ name, flags }) => ({
    name,
    kind: `${optimisationOf(flags)}${/(?:^| )-flto/.test(flags) ? ' with LTO' : ''}`,
  }));
  if (new Set(kinds.map(({ kind }) => kind)).size > 1) {
    warnings.push({
      code: 'mixed-builds',
      message: `relay and libraries were compiled differently: ${kinds.map(({ name, kind }) => `${name} ${kind}`).join(', ')}`,
      advice: 'give both the same CMAKE_BUILD_TYPE and LTO setting',
    });
  }
  return warnings;
}
