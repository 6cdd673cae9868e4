import { expect, test } from 'vitest';
import { workloadNames } from '../../src/model/names.js';
import { aPlan, planText } from '../fixtures/scenario.js';

const isEnd = (role: string): boolean => role === 'client' || role === 'server';

test.each(workloadNames)('%s', async (workload) => {
  const text = planText(aPlan({ workload, relay: 'none', jobs: 3, warmup: 2, duration: 4 }), isEnd);
  await expect(text).toMatchFileSnapshot(`golden/${workload}.txt`);
});

const config = (asRoot: boolean): string =>
  aPlan({ workload: 'h2load-h1', relay: 'none' }, { asRoot }).processes[0]!.files[1]!.text;

test('a server of nginx that runs as root says so, so that its workers can read the run folder', () => {
  expect(config(true)).toBe(`user root;\n${config(false)}`);
});

const words = (jobs: number): string[] => aPlan({ relay: 'none', jobs }).processes.map(({ argv }) => argv.join(' '));

test('an end never has more threads than jobs', () => {
  expect(words(1)).toEqual([expect.stringMatching(/--threads 1$/), expect.stringMatching(/--threads 1$/)]);
  expect(words(9)).toEqual([expect.stringMatching(/--threads 2$/), expect.stringMatching(/--threads 2$/)]);
});

test('the body of both HTTP servers has 1 KiB', () => {
  for (const workload of ['h2load', 'h2load-h1'] as const) {
    const file = aPlan({ workload, relay: 'none' }).processes[0]!.files.find(({ path }) => path.endsWith('index.html'));
    expect(Buffer.byteLength(file!.text)).toBe(1024);
  }
});
