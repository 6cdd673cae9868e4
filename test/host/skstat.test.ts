import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { skstatText } from '../../src/host/skstat.js';

const fixtures = join(import.meta.dirname, '..', 'fixtures', 'skstat');

const management = { host: '127.0.0.1', port: 18991 };

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'flimflam-skstat-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** The text of a skstat that is this shell script, first on PATH. */
async function told(script: string, timeoutMs?: number) {
  const path = join(folder, 'skstat');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return skstatText(management, { ...process.env, PATH: `${folder}:${process.env['PATH']}` }, timeoutMs);
}

test('all its answers, each with the question', async () => {
  const { text, why } = await told('echo "answer to $*"');
  expect(why).toBeNull();
  expect(text).toBe(
    ['-g', '-c', '-l', '-n', '-m']
      .map((option) => `$ skstat -b 127.0.0.1:18991 ${option}\nanswer to -b 127.0.0.1:18991 ${option}\n`)
      .join('\n'),
  );
});

test('it runs in the environment of the chain', async () => {
  const path = join(folder, 'skstat');
  writeFileSync(path, '#!/bin/sh\necho "$LD_LIBRARY_PATH"\n');
  chmodSync(path, 0o755);
  const { text } = await skstatText(management, { PATH: folder, LD_LIBRARY_PATH: '/of/this/build' });
  expect(text).toContain('/of/this/build');
});

test.each([
  ['no-proton', 'cat FILE >&2; exit 1', "ModuleNotFoundError: No module named 'proton'"],
  [
    'other-proton',
    'cat FILE >&2; exit 1',
    'ImportError: /tmp/py/proton-0.37/_cproton.cpython-311-x86_64-linux-gnu.so: undefined symbol: pn_void_hashcode',
  ],
  [
    'refused',
    'cat FILE; exit 1',
    "ConnectionException: Connection amqp://127.0.0.1:18991 disconnected: Condition('proton.pythonio', 'Connection refused to all addresses')",
  ],
])('one that does not work gives its reason in one line: %s', async (name, script, reason) => {
  const file = join(fixtures, `${name}${script.includes('>&2') ? '.stderr' : ''}.txt`);
  expect(await told(script.replace('FILE', file))).toEqual({ text: null, why: `${join(folder, 'skstat')}: ${reason}` });
});

test('one that ends without a word', async () => {
  expect(await told('exit 3')).toEqual({ text: null, why: `${join(folder, 'skstat')}: it ended with exit code 3` });
});

test('one that hangs is given up in time', async () => {
  const started = Date.now();
  const { text, why } = await told('echo "not yet"; sleep 20', 300);
  expect({ text, why }).toEqual({ text: null, why: `${join(folder, 'skstat')}: it did not end in time` });
  expect(Date.now() - started).toBeLessThan(5000);
});

test('an option that it does not have leaves the other answers', async () => {
  const script =
    'case $3 in -n) echo "skstat: error: unrecognized arguments: -n" >&2; exit 2;; *) echo "fine $3";; esac';
  const { text, why } = await told(script);
  expect(why).toBeNull();
  expect(text).toContain('$ skstat -b 127.0.0.1:18991 -n\nskstat: error: unrecognized arguments: -n\n');
  expect(text).toContain('fine -m');
});

test('what it says cannot steer the terminal', async () => {
  const { why } = await told(String.raw`printf 'bad \033[31mthing\n' >&2; exit 1`);
  expect(why).toBe(`${join(folder, 'skstat')}: bad  [31mthing`);
});

test('none at all is no news', async () => {
  expect(await skstatText(management, { PATH: folder })).toEqual({ text: null, why: null });
});
