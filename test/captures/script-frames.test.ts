import { expect, test } from 'vitest';
import { FrameTable } from '../../src/captures/frame-table.js';
import { copyOf, frameOf, isKernelAddress, ScriptFrames, withoutClones } from '../../src/captures/script-frames.js';

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

test('the same function at other addresses is the same frame; in the kernel it is another', () => {
  const frames = new ScriptFrames(new FrameTable());
  const at = (address: string, isKernel: boolean): number => {
    const line = `\t${address.padStart(16)} f.isra.0 (/usr/lib/a.so)`;
    return frames.at(`before\n${line}\nafter`, 7, 7 + line.length, isKernel);
  };
  expect(at('10', false)).toBe(at('ffe0', false));
  expect(at('ffffffff813a2313', true)).not.toBe(at('10', false));
});

test.each(['', 'a', 'fün'.normalize('NFC'), 'x'.repeat(300_000)])('a copy is the same text', (text) => {
  expect(copyOf(text)).toBe(text);
});
