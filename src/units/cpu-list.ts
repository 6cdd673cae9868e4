import { usageError } from '../errors.js';

/** Linux kernels are built for at most 8192 CPUs (NR_CPUS, CONFIG_MAXSMP), so a larger number is a mistake. */
const highestCpu = 8191;

/** Logical CPU numbers, sorted and each once, from a list such as `2,3-5`; a usage error (`bad-cpu-list`) otherwise. */
export function parseCpuList(text: string): number[] {
  const cpus = text.split(',').flatMap((part) => range(part.trim(), text));
  return [...new Set(cpus)].sort((a, b) => a - b);
}

/** The shortest list of CPU numbers: `2-5,7`; empty for none. */
export function formatCpuList(cpus: readonly number[]): string {
  const sorted = [...new Set(cpus)].sort((a, b) => a - b);
  const runs: [first: number, last: number][] = [];
  for (const cpu of sorted) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === cpu - 1) run[1] = cpu;
    else runs.push([cpu, cpu]);
  }
  // `2,3` is as short as `2-3` and says the same more plainly.
  return runs
    .map(([first, last]) => [first, last === first ? [] : last].flat().join(last - first > 1 ? '-' : ','))
    .join(',');
}

function range(part: string, whole: string): number[] {
  const [, first, last = first] = /^(\d+)(?:\s*-\s*(\d+))?$/.exec(part) ?? [];
  if (first === undefined || last === undefined) {
    throw usageError('bad-cpu-list', `'${whole}' is not a list of CPUs`, 'write it as 2,3 or 2-5 or 0,4-7');
  }
  const [low, high] = [Number(first), Number(last)];
  if (high > highestCpu) throw usageError('bad-cpu-list', `there is no CPU ${high}`, 'see lscpu for their numbers');
  if (low > high) {
    throw usageError('bad-cpu-list', `the range ${part} runs backwards`, `write it as ${last}-${first}`);
  }
  return Array.from({ length: high - low + 1 }, (_, index) => low + index);
}
