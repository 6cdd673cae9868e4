import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findProgram } from '../../src/host/programs.js';
import { relays } from '../../src/relays/index.js';
import { flimflam, place, withProgram, type Ended } from './flimflam.js';
import { here } from './here.js';

withProgram();

/** An error is one line on stderr, nothing on stdout, no stack, and nothing was made. */
function expectOneLine({ stdout, stderr }: Ended, message: RegExp): void {
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(/^(error|flimflam): .+\n$/);
  expect(stderr).not.toMatch(/\n +at |node:internal|this is a bug|undefined|\[object/);
  expect(stdout).toBe('');
  expect(readdirSync(place).filter((name) => name.startsWith('flimflam-runs'))).toEqual([]);
}

test.each<[string, RegExp]>([
  ['nonsense', /unknown command 'nonsense'/],
  ['rum', /unknown command 'rum' \(Did you mean run\?\)/],
  ['--nonsense', /unknown option '--nonsense'/],
  ['run --nonsense', /unknown option '--nonsense'/],
  ['run --job 3', /unknown option '--job' \(Did you mean --jobs\?\)/],
  ['run extra', /too many arguments for 'run'/],
  ['run -r ngnix', /no relay 'ngnix'; did you mean nginx\? Known: skrouterd, nginx, /],
  ['run -r zzzzzz', /no relay 'zzzzzz'\. Known: skrouterd, /],
  ['run -r NGINX', /did you mean nginx\?/],
  ['run -w buildin', /no workload 'buildin'; did you mean builtin\?/],
  ['run -w h2laod', /did you mean h2load\?/],
  ['run -p tpc', /no protocol 'tpc'; did you mean tcp\?/],
  ['run --adaptor http3', /no protocol 'http3'/],
  ['run --jobs', /argument missing/],
  ['run --jobs 0', /--jobs.*'0' is invalid\. It wants a whole number from 1 /],
  ['run --jobs -1', /'-1' is invalid/],
  ['run --jobs 1.5', /'1\.5' is invalid/],
  ['run --jobs 1e3', /'1e3' is invalid/],
  ['run --jobs 99999999', /whole number from 1 to/],
  ['run --cpu-quota 0.001', /It wants CPUs from 0\.01 to 4096/],
  ['run --cpu-quota half', /It wants CPUs from 0\.01 to 4096/],
  ['run --hosts relay9=lab', /--hosts.*There is no role 'relay9'\. Known: client, relay1 to relay8, server\./],
  ['bench --hosts client=-oX=y', /-oX=y is no host: it begins with a hyphen\./],
  ['run -r nginx --hosts relay3=lab', /--hosts: there is no 'relay3' in this chain \(it has client, relay1/],
  ['run --duration -1', /cannot be negative: '-1'/],
  ['run --duration 3x', /'3x' is not a duration/],
  ['run --duration 0', /at least 0\.1 s/],
  ['run --duration=', /is not a duration/],
  ['run --warmup 99h', /longer than 24 h/],
  ['run --warmup -5ms', /cannot be negative/],
  ['run --hops -1', /whole number from 0 to 8/],
  ['run --hops 9', /whole number from 0 to 8/],
  ['bench --hops 0', /whole number from 1 to 8/],
  ['compare skrouterd nginx --hops 0', /--hops 0 leaves no skrouterd in the chain/],
  ['run --cpu-limit -1', /whole number from 0/],
  ['run --relay-threads 0', /whole number from 1/],
  ['run -w iperf3 -r none --jobs 129', /iperf3 can do at most 128 jobs, not 129/],
  ['run -r nginx -p http2', /builtin over nginx with http2 is not possible \(possible: -w builtin -r nginx -p tcp\)/],
  ['run -w iperf3 -r nghttpx', /not possible \(possible: -w iperf3 -r /],
  ['run -r nginx --relay-option speed=9', /nginx knows no option 'speed' \(it knows proxyBufferSize, reuseport\)/],
  ['run -r nginx --relay-option toString=x', /knows no option 'toString'/],
  ['run -r nginx --relay-option reuseport', /'reuseport' is not KEY=VALUE/],
  ['run -r nginx --relay-option reuseport=5', /wants one of on, off/],
  ['run -r none --relay-option a=b', /none has no options/],
  ['run -r builtin --cpus relay9=0', /no 'relay9' in this chain \(it has client, server, relay1, relay2\)/],
  ['run -r builtin --cpus relay1=999', /CPU 999 is not there/],
  ['run -r builtin --cpus relay1', /'relay1' is not ROLE=CPUS/],
  ['run -r builtin --cpus relay1=0=1', /'relay1=0=1' is not ROLE=CPUS/],
  ['run -r builtin --cpus relay1=x', /'x' is not a list of CPUs/],
  ['bench -r nginx,zz', /no relay 'zz'/],
  ['bench -w builtin -r nghttpx', /no combination .* is possible/],
  ['bench --repeat 0', /whole number from 1/],
  ['bench --seed -1', /whole number from 0/],
  ['check extra', /too many arguments/],
  ['completion', /missing required argument 'shell'/],
  ['completion fish', /no shell 'fish'\. Known: bash, zsh/],
])('flimflam %s: one line and exit code 2', async (words, message) => {
  const ended = await here(words.split(' '));
  expectOneLine(ended, message);
  expect(ended.code).toBe(2);
});

test('jobs beyond the limit of open files: 1, with what would do', async () => {
  const ended = await here(['run', '-r', 'none', '--jobs', '1000000']);
  expectOneLine(ended, /1000000 jobs need \d+ open files, and the limit is \d+ \(at most \d+ jobs/);
  expect(ended.code).toBe(1);
});

test('an --output that is a file, or where nothing can be written: 1, one line', async () => {
  writeFileSync(join(place, 'file'), 'mine');
  const asFile = await here(['run', '-r', 'none', '--output', 'file']);
  expectOneLine(asFile, /cannot write in .*\/file: it is a file, not a folder/);
  const below = await here(['run', '-r', 'none', '--output', 'file/deep']);
  expectOneLine(below, /cannot write in .*\/file\/deep: a part of this path is a file/);
  // Not even root can make a folder there.
  const closed = await flimflam(['run', '-r', 'none', '--output', '/sys/flimflam']);
  expectOneLine(closed, /cannot write in \/sys\/flimflam: .* \(choose another folder with --output DIR\)/);
  // Node 20 never comes back from a recursive mkdir below /proc.
  const odd = await flimflam(['run', '-r', 'none', '--output', '/proc/flimflam']);
  expectOneLine(odd, /cannot write in \/proc\/flimflam: /);
  expect([asFile.code, below.code, closed.code, odd.code]).toEqual([1, 1, 1, 1]);
});

test('the default relay that is not installed: 1, and what is', async (context) => {
  const found = findProgram(relays.skrouterd.program, '');
  context.skip(found !== null, `skrouterd is in a system folder (${found?.path}), where it is found without PATH`);
  const ended = await flimflam(['run'], { PATH: '/usr/bin:/bin' });
  expectOneLine(ended, /skrouterd is not on PATH .*\(.*installed relays: .*none \(--relay NAME\)/);
  expect(ended.code).toBe(1);
});

test('--debug adds the stack of an expected error', async () => {
  const { code, stderr } = await here(['run', '-r', 'nginx', '-p', 'http2', '--debug']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^flimflam: builtin over nginx .*\nExpectedError: .*\n +at /);
});

test('clean where nothing is to be cleaned leaves what is there', async () => {
  writeFileSync(join(place, 'file'), 'mine');
  const { code, stderr } = await flimflam(['clean']);
  expect([code, stderr]).toEqual([0, '']);
  expect(existsSync(join(place, 'file'))).toBe(true);
});
