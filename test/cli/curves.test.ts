import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { place, withProgram } from './flimflam.js';
import { here } from './here.js';

withProgram();

test.each<[string, RegExp]>([
  ['sweep -r none', /sweep wants a list in one of its options \(one of --jobs, .*--hops, such as --jobs 1,2,4,8\)/],
  ['sweep -r none --jobs 4', /sweep wants a list/],
  ['sweep -r none --jobs 4,4', /sweep wants a list/],
  ['sweep -r none --jobs 1,2 --hops 1,2', /--jobs and --hops hold lists, and a curve has one axis/],
  ['sweep -r none --jobs 1,x', /'1,x' is invalid\. It wants a whole number from 1 /],
  ['sweep -r none --jobs 1,', /'1,' is invalid/],
  ['sweep -r none --hops 0,9', /whole number from 0 to 8/],
  ['sweep -r none --message-size 1,2x', /'2x' is not a size/],
  ['sweep -r none --rate 1Gbps,2k/s', /--rate 2k\/s: builtin wants bits per second/],
  ['sweep -r none --message-size 64,1:2', /builtin has no answers/],
  ['sweep -r nginx,ngnix --jobs 1,2', /'ngnix' is neither a folder, nor an executable, nor a relay/],
  ['sweep -r none, --jobs 1,2', /wants relays or builds/],
  ['sweep -r builtin:pipeSize=5 --jobs 1,2', /pipeSize/],
  ['sweep -r none --relay none --jobs 1,2', /cannot be used with/],
  ['sweep -r none --jobs 1,2 --repeat 0', /whole number from 1/],
  ['sweep -r builtin --jobs 1,2 --cpus relay9=0', /no 'relay9' in this chain/],
  ['capacity -r none', /required option '--slo <duration>' not specified/],
  ['capacity -r none --slo 0', /It must be above 0/],
  ['capacity -r none --slo 5x', /'5x' is not a duration/],
  ['capacity -r none --slo 5ms --from 2Gbps', /whole requests per second/],
  ['capacity -r none --slo 5ms --from 2k/s --to 1k/s', /--to 1000\/s is below --from 2000\/s/],
  ['capacity -r none --slo 5ms --to 2G/s', /whole number up to 1G\/s/],
  ['capacity -r none --slo 5ms --precision 0.5%', /at least 1%/],
  ['capacity -r none --slo 5ms --precision 5', /percentage below 100/],
  ['capacity -r none --slo 5ms --metric p98', /no percentile 'p98'/],
  ['capacity -r none --slo 5ms --rate 1k/s', /looks for the rate itself \(say where with --from and --to\)/],
  ['capacity -r none --slo 5ms --from 100/s', /p99 wants 1000 requests .* only 300 \(--from 334\/s or --duration 10\)/],
  ['capacity -r none --slo 5ms -w builtin', /builtin has no open loop \(workloads that do: builtin-rr\)/],
  ['capacity -r none --slo 5ms -w h2load', /h2load has no open loop/],
])('flimflam %s: one line, exit code 2, and nothing made', async (words, message) => {
  const { code, stdout, stderr } = await here(words.split(' '));
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).not.toContain('this is a bug');
  expect([code, stdout]).toEqual([2, '']);
  expect(readdirSync(place).filter((name) => name.startsWith('flimflam-runs'))).toEqual([]);
});

test('jobs beyond the limit of open files are refused before the first run', async () => {
  const { code, stderr } = await here(['sweep', '-r', 'none', '--jobs', '1,1000000']);
  expect(stderr).toMatch(/1000000 jobs need \d+ open files/);
  expect(code).toBe(1);
  expect(readdirSync(place).filter((name) => name.startsWith('flimflam-runs'))).toEqual([]);
});

test('help says what may be a list, and names neither the one relay nor a rate that is looked for', async () => {
  const [sweep, capacity] = await Promise.all(['sweep', 'capacity'].map((name) => here(['help', name])));
  expect(sweep!.stdout.match(/; or a\s+list/g)).toHaveLength(5);
  expect(sweep!.stdout).toContain('-r, --relays <names>');
  expect(sweep!.stdout).not.toMatch(/--relay <|--relay\s*$/m);
  expect(capacity!.stdout).toContain('--slo <duration>');
  expect(capacity!.stdout).toMatch(/-w, --workload <name>[^]*default:\s+"builtin-rr"/);
  expect(capacity!.stdout).not.toContain('--rate <');
});
