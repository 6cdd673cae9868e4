import { expect, test } from 'vitest';
import { installLine, packageManager } from '../../src/host/packages.js';
import { nativeProgram } from '../../src/model/program.js';
import { relays } from '../../src/relays/index.js';

test.each([
  ['debian', [], 'apt'],
  ['linuxmint', ['ubuntu', 'debian'], 'apt'],
  ['fedora', [], 'dnf'],
  ['rocky', ['rhel', 'centos', 'fedora'], 'dnf'],
  ['arch', [], null],
])('%s (like %j) has %s', (id, idLike, manager) => {
  expect(packageManager({ id, idLike })).toBe(manager);
});

test('the install line fits the distribution', () => {
  expect(installLine(relays.nginx.program, 'apt')).toBe('sudo apt-get install nginx libnginx-mod-stream');
  expect(installLine(relays.nginx.program, 'dnf')).toBe('sudo dnf install nginx nginx-mod-stream');
  expect(installLine(relays.nginx.program, null)).toBe('install the package that has nginx');
});

test('where there is no package there is advice', () => {
  expect(installLine(relays.skrouterd.program, 'apt')).toBe(relays.skrouterd.program.advice);
  expect(installLine(relays.skrouterd.program, 'dnf')).toBe('sudo dnf install skupper-router');
  const own = nativeProgram('flimflam-relay');
  expect(installLine(own, 'apt')).toBe(own.advice);
});
