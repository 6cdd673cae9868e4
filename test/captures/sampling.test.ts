import { expect, test } from 'vitest';
import { flamegraph } from '../../src/captures/flamegraph.js';
import { offcpu } from '../../src/captures/offcpu.js';
import { record } from '../../src/captures/record.js';
import { profileFactsSchema, profileSchema } from '../../src/model/profile.js';
import { perfText } from './perf-fixture.js';
import { stubPerf, usual } from './perf-stub.js';

test.each([
  [record, 'record -F 997 --call-graph fp'],
  [flamegraph, 'record -F 997 --call-graph fp'],
  [offcpu, 'record -e sched:sched_switch --switch-events --call-graph fp'],
])('what perf is told', (capture, words) => {
  const { perf } = capture;
  expect(perf(usual, []).join(' ')).toBe(words);
  expect(perf({ ...usual, callGraph: 'dwarf', frequency: 10, extra: ['-e', 'cycles'] }, []).join(' ')).toBe(
    `${words.replace('fp', 'dwarf').replace('997', '10')} -e cycles`,
  );
});

test('what must be possible', () => {
  expect(record.needs(usual)).toEqual(['sampling']);
  expect(flamegraph.needs({ ...usual, callGraph: 'dwarf' })).toEqual(['sampling', 'dwarf']);
  expect(offcpu.needs({ ...usual, callGraph: 'dwarf' })).toEqual(['switches', 'dwarf']);
  expect(record.needs({ ...usual, callGraph: 'lbr' })).toEqual(['sampling', 'lbr']);
  expect(offcpu.needs(usual)).toEqual(['switches']);
});

test('record: the tree, its figures, its warnings', async () => {
  const { captured, argv } = stubPerf(perfText('skrouterd'), {
    stderr: "'trace' not valid for hardware events. Ignoring.\n",
  });
  const findings = await record.digest(captured, usual);
  expect(argv().join(' ')).toBe(
    `script --no-inline --ns --show-lost-events -F comm,pid,tid,time,period,event,ip,sym,dso -i ${captured.file}`,
  );
  const { facts, tree } = findings.profile!;
  expect(Object.keys(findings.files!)).toEqual(['profile.json']);
  expect(profileSchema.parse(JSON.parse(findings.files!['profile.json']!))).toEqual(tree);
  expect(profileFactsSchema.parse(facts).samples).toBe(tree.samples);
  expect(findings.lost).toBe(0);
  expect(findings.warnings.map(({ code }) => code)).toEqual(['poor-stacks', 'clock-samples']);
});

test('flamegraph: the folded stacks too', async () => {
  const { captured } = stubPerf(perfText('odd'));
  const { files, profile } = await flamegraph.digest(captured, usual);
  expect(Object.keys(files!)).toEqual(['profile.json', 'flamegraph.folded']);
  const folded = files!['flamegraph.folded']!;
  const weights = folded.match(/\d+$/gm)!.map(Number);
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(profile!.tree.weight);
  expect(folded).toContain(';häfen;call_second;operator() <a & b>: "q" (/x) const;');
});

test('offcpu: time off by state', async () => {
  const { captured, argv } = stubPerf(perfText('skrouterd-switches'));
  const { files, profile, warnings } = await offcpu.digest(captured, usual);
  expect(argv().join(' ')).toContain(
    '--show-lost-events --show-switch-events --show-task-events -F comm,pid,tid,time,period,event,ip,sym,dso,trace -i ',
  );
  expect(Object.keys(files!)).toEqual(['profile.json', 'offcpu.folded']);
  expect(profile!.facts).toMatchObject({ event: 'sched:sched_switch', unit: 'ns' });
  for (const role of Object.values(profile!.facts.roles)) {
    expect(Object.keys(role.states)).toContain('blocked');
    expect(role.functions.map(({ name }) => name)).toContain('futex_do_wait');
    expect(role.functions.map(({ name }) => name)).not.toContain('__schedule');
  }
  expect(warnings.map(({ code }) => code)).toEqual(['poor-stacks']);
});

test('what perf lost: by its records, or by its last words when these tell more', async () => {
  const stderr = 'Warning:\nProcessed 1766 samples and lost 27.24%!\n\n';
  const { lost, warnings } = await record.digest(stubPerf(perfText('lost'), { stderr }).captured, usual);
  expect(lost).toBe(481);
  expect(warnings.map(({ code }) => code)).toContain('samples-lost');
  expect((await record.digest(stubPerf(perfText('lost')).captured, usual)).lost).toBe(28);
});

const failure = async (text: string, options: Parameters<typeof stubPerf>[1] = {}) =>
  flamegraph.digest(stubPerf(text, options).captured, usual);

test.each([
  ['nothing', ''],
  [
    'only records',
    perfText('lost')
      .split('\n')
      .filter((line) => line.includes('RECORD'))
      .join('\n') + '\n',
  ],
])('%s is no sample', async (_, text) => {
  await expect(failure(text)).rejects.toMatchObject({
    code: 'no-samples',
    message: 'there is no sample in perf.data',
    exitCode: 1,
  });
});

test('no sample within the window, or of the captured processes', async () => {
  const { captured } = stubPerf(perfText('skrouterd'));
  const message = 'perf took no sample of the captured processes in the window';
  const marks = { beginNs: 1, endNs: 2 };
  await expect(record.digest({ ...captured, marks }, usual)).rejects.toMatchObject({ code: 'no-samples', message });
});

// What perf 6.1 says of files that are none of its own, or not whole.
test.each([
  [
    'incompatible file format (rerun with -v to learn more)\n',
    'incompatible file format (rerun with -v to learn more)',
  ],
  ['zero-sized data (perf.data), nothing to do!\n', 'zero-sized data (perf.data), nothing to do!'],
  [
    '0x494b0 [0]: failed to process type: 0 [Invalid argument]\n',
    '0x494b0 [0]: failed to process type: 0 [Invalid argument]',
  ],
  [
    "'trace' not valid for hardware events. Ignoring.\ncmd__addr2line: cannot\nWARNING: The perf.data file's data size field is 0 which is unexpected.\nWas the 'perf record' command properly terminated?\n",
    "The perf.data file's data size field is 0 which is unexpected.",
  ],
  ['Error:\nfile is damaged\n', 'file is damaged'],
  ['', 'it ended with exit code 234'],
])('perf cannot read the file: %j', async (stderr, words) => {
  await expect(failure(perfText('odd'), { stderr, end: 'exit 234' })).rejects.toMatchObject({
    name: 'ExpectedError',
    code: 'perf-data-damaged',
    message: `perf cannot read perf.data: ${words}`,
    remedy: expect.any(String),
  });
});

test('perf script is killed', async () => {
  const killed = failure(perfText('odd').slice(0, 3000), { end: 'kill -9 $$' });
  await expect(killed).rejects.toMatchObject({
    code: 'perf-data-damaged',
    message: expect.stringContaining('SIGKILL'),
  });
});

test('text that ends within a sample is not taken for the whole', async () => {
  await expect(failure(perfText('odd').slice(0, 3000))).rejects.toMatchObject({
    code: 'perf-data-damaged',
    message: 'perf cannot read perf.data: the output of perf script ends within a sample',
  });
});

test('a user who gives up ends perf too', async () => {
  const { captured } = stubPerf(perfText('odd'), { end: 'exec sleep 30' });
  const begin = performance.now();
  await expect(record.digest({ ...captured, signal: AbortSignal.timeout(100) }, usual)).rejects.toMatchObject({
    // The reason of the signal itself.
    name: 'TimeoutError',
  });
  expect(performance.now() - begin).toBeLessThan(10_000);
});
