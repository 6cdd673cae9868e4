import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { manPage } from '../../src/cli/man-page.js';
import { makeProgram } from '../../src/cli/program.js';
import { escaped, filled } from '../../src/cli/roff.js';
import { exitCodes } from '../../src/errors.js';
import { packageRoot, packageVersion } from '../../src/host/package-root.js';

const page = manPage(makeProgram(), packageVersion());

// After a change of the command line that is meant: npx vitest run test/cli/man-page.test.ts --update
test('the page that is installed is that of the commands as they are', async () => {
  await expect(page).toMatchFileSnapshot('../../man/flimflam.1');
});

test('it names every command and every option', () => {
  for (const command of makeProgram().commands) {
    expect(page).toContain(`\n.SS "\\fB${escaped(command.name())}`);
    const visible = command.options.filter(({ hidden }) => !hidden);
    for (const { long } of visible) expect(page).toContain(escaped(long ?? ''));
  }
  expect(page.match(/^\.SH .*$/gmu)).toEqual([
    ...['.SH NAME', '.SH SYNOPSIS', '.SH DESCRIPTION', '.SH OPTIONS', '.SH COMMANDS', '.SH "EXIT STATUS"'],
    ...['.SH FILES', '.SH ENVIRONMENT', '.SH EXAMPLES', '.SH "SEE ALSO"'],
  ]);
  expect(page).toContain(String.raw`flimflam run \-r nginx`);
});

test('codes are those that the documentation has', () => {
  const documented = readFileSync(join(packageRoot, 'docs/exit-codes.md'), 'utf8');
  for (const [name, code] of Object.entries(exitCodes)) {
    expect(page).toContain(`.TP\n.B ${code}\n`);
    expect(documented).toMatch(new RegExp(`^\\| ${code} +\\| ${name} +\\|`, 'mu'));
  }
});

test('text of any kind stays text', () => {
  expect(escaped('.so /etc/passwd')).toBe(String.raw`\&.so /etc/passwd`);
  expect(escaped("'br")).toBe(String.raw`\(aqbr`);
  expect(escaped(String.raw`a\fB --x "y" ~^` + '`µ')).toBe(String.raw`a\efB \-\-x \(dqy\(dq \(ti\(ha\(ga\[u00B5]`);
  expect(filled('a,b, c')).toEqual([String.raw`a,\:b, c`]);
  expect(filled('One. Two: three.\n.Four')).toEqual(['One.', 'Two: three.', String.raw`\&.Four`]);
});

const groff = (...options: string[]) =>
  spawnSync('groff', ['-man', '-Tutf8', '-ww', ...options], { input: page, encoding: 'utf8' });

test('groff formats it without a complaint, and shows what was meant', (ctx) => {
  const { error, stdout, stderr } = groff('-rLL=80n', '-P-c', '-P-b', '-P-u', '-P-o');
  ctx.skip(error !== undefined, 'groff is not installed');
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^NAME\n +flimflam - a workbench/mu);
  expect(stdout).toMatch(/^ +--message-size <bytes>\n +of a message/mu);
  expect(stdout).toMatch(/^EXIT STATUS\n +0 +It worked/mu);
});
