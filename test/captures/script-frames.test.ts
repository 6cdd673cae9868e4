import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameTable } from '../../src/captures/frame-table.js';
import { frameOf, isKernelAddress, ScriptFrames, withoutClones } from '../../src/captures/script-frames.js';

test.each([
  ['main (/usr/sbin/nginx)', 'main', 'nginx', 'user'],
  ['operator()(int) const (/opt/x/lib (new)/liba.so.1)', 'operator()(int) const', 'liba.so.1', 'user'],
  ['f(a (*)(b)) (/usr/sbin/nginx (deleted))', 'f(a (*)(b))', 'nginx', 'user'],
  ['[unknown] (/usr/bin/dash)', '[unknown]', 'dash', 'unknown'],
  ['[unknown] ([unknown])', '[unknown]', '[unknown]', 'unknown'],
  ['__vdso_clock_gettime ([vdso])', '__vdso_clock_gettime', '[vdso]', 'user'],
  ['LazyCompile:~f /x/y.js:1 (/tmp/perf-12.map)', 'LazyCompile:~f /x/y.js:1', 'perf-12.map', 'user'],
  ['f (//anon)', 'f', 'anon', 'user'],
  ['f (inlined)', 'f', 'inlined', 'user'],
  ['no file at all', 'no file at all', '[unknown]', 'user'],
  ['', '[unknown]', '[unknown]', 'unknown'],
])('%s', (text, name, binary, kind) => {
  expect(frameOf(` ${text}`, false)).toEqual({ name, binary, kind });
});

test.each([
  ['nf_hook_slow ([nf_tables])', 'nf_hook_slow', '[nf_tables]'],
  ['[unknown] ([unknown])', '[unknown]', '[unknown]'],
  ['tcp_ack (/usr/lib/debug/boot/vmlinux-6.1.0)', 'tcp_ack', 'vmlinux-6.1.0'],
])('in the kernel, whatever the file is called: %s', (text, name, binary) => {
  expect(frameOf(` ${text}`, true)).toEqual({ name, binary, kind: 'kernel' });
});

test.each([
  ['finish_task_switch.isra.0', 'finish_task_switch'],
  ['f.constprop.0.isra.0', 'f'],
  ['f.part.12.cold', 'f'],
  ['f.cold.3', 'f'],
  ['f.lto_priv.0.lto_priv.1', 'f'],
  ['f.llvm.1234567890', 'f'],
  ['a::b(int) [clone .isra.0]', 'a::b(int)'],
  ['a::b(int) [clone .constprop.0] [clone .cold]', 'a::b(int)'],
  ['a::b(int) [clone .part.0.cold]', 'a::b(int)'],
  ['pthread_cond_signal@@GLIBC_2.3.2', 'pthread_cond_signal@@GLIBC_2.3.2'],
  ['cold', 'cold'],
  ['f.coldish', 'f.coldish'],
  ['f.cold.x', 'f.cold.x'],
  ['.cold', '.cold'],
])('%s is %s', (symbol, name) => {
  expect(withoutClones(symbol)).toBe(name);
});

test.each([
  ['\tffffffff813a2313 f', true],
  ['\tffff800008a2c3d4 f', true],
  ['\t8000000000000000 f', true],
  ['\t    55737da0caa0 f', false],
  ['\t7fffffffffffffff f', false],
  ['\t             5 f', false],
])('%s', (line, isKernel) => {
  expect(isKernelAddress(line, 0)).toBe(isKernel);
});

test('the quick way and the sure way find the same, also when many lines share a place', () => {
  const hex = (digit: number): string => digit.toString(16);
  const address = fc
    .array(fc.nat(15).map(hex), { minLength: 1, maxLength: 16 })
    .map((digits) => digits.join('').padStart(16));
  const symbol = fc.oneof(fc.constantFrom('f', 'g.isra.0', '[unknown]', 'operator() (x)'), fc.string({ minLength: 1 }));
  const line = fc
    .tuple(address, symbol, fc.constantFrom('/usr/lib/a.so', '/x (y)/b', '[kernel.kallsyms]', '[unknown]'))
    .map(([digits, name, path]) => `\t${digits} ${name.replaceAll(/[^\u0020-\u00FF]/gu, 'x')} (${path})`);
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
      const table = new FrameTable();
      const frames = new ScriptFrames(table);
      for (const one of [...lines, ...lines]) {
        const kernel = /^\t[89a-f]/u.test(one);
        const expected = frameOf(Buffer.from(one.slice(17), 'latin1').toString('utf8'), kernel);
        const text = `before\n${one}\nafter`;
        expect(table.frames[frames.find(text, 7)]).toEqual(expected);
        expect(text.slice(frames.end)).toBe('after');
      }
    }),
  );
});

test('a line that is not complete is not found, though its beginning is known', () => {
  const frames = new ScriptFrames(new FrameTable());
  const line = '\t          10aba4 __send (/usr/lib/libc.so.6)\n';
  expect(frames.find(line, 0)).toBeGreaterThan(0);
  expect(frames.find(line.slice(0, -1), 0)).toBe(-1);
  expect(frames.find(line.slice(0, 12), 0)).toBe(-1);
});
