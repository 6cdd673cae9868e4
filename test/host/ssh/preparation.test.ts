import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bootstrapScript, parseGreeting } from '../../../src/host/ssh/bootstrap.js';
import { Preparation } from '../../../src/host/ssh/preparation.js';

/** The script as a host runs it, when it has told of itself; `limit`: no file there may have more blocks of 512 bytes. */
async function prepared(place: string, limit = 'unlimited') {
  const script = `trap '' XFSZ; ulimit -f ${limit}; ${bootstrapScript}`;
  const environment = { PATH: process.env['PATH'] ?? '', TMPDIR: place, HOME: place };
  const shell = spawn('sh', ['-c', script], { env: environment, stdio: 'pipe' });
  shell.stdout.setEncoding('utf8');
  let text = '';
  while (parseGreeting(text) === null) text += ((await once(shell.stdout, 'data')) as [string])[0];
  const { folder } = parseGreeting(text)!;
  return { shell, folder, preparation: new Preparation('lab', shell) };
}

test('programs are brought over the first session, tried, and gone with it', async () => {
  const place = mkdtempSync(join(tmpdir(), 'flimflam-place-'));
  try {
    const { shell, folder, preparation } = await prepared(place);
    const random = Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * 7919) % 256));
    const program = (code: number): Buffer => Buffer.from(`#!/bin/sh\nexit ${code}\n`);
    await preparation.put([
      { name: 'a', bytes: random },
      { name: 'knows', bytes: program(2) },
      { name: 'fails', bytes: program(127) },
    ]);
    expect(readFileSync(join(folder, 'a')).equals(random)).toBe(true);
    expect(existsSync(join(folder, 'all'))).toBe(false);
    expect(await preparation.allStart(['knows'])).toBe(true);
    expect(await preparation.allStart(['knows', 'fails'])).toBe(false);
    expect(statSync(join(folder, 'knows')).mode & 0o777).toBe(0o700);
    preparation.end();
    shell.stdin.end();
    await once(shell, 'close');
    expect(existsSync(folder)).toBe(false);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});

test('nothing stays either when nobody hears its answer', async () => {
  const place = mkdtempSync(join(tmpdir(), 'flimflam-place-'));
  try {
    const { shell, folder, preparation } = await prepared(place);
    preparation.end();
    shell.stdout.destroy();
    shell.stdin.end(`try sh\ntry sh\n`);
    const [code] = (await once(shell, 'close')) as [number | null];
    expect([code, existsSync(folder)]).toEqual([0, false]);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});

test('what finds no room is told, and nothing stays', async () => {
  const place = mkdtempSync(join(tmpdir(), 'flimflam-place-'));
  try {
    const { shell, folder, preparation } = await prepared(place, '8');
    const closed = once(shell, 'close');
    const fault = preparation.put([{ name: 'a', bytes: Buffer.alloc(20_000) }]);
    await expect(fault).rejects.toMatchObject({
      code: 'host-unwritable',
      message: expect.stringMatching(/^lab: cannot write/),
    });
    preparation.end();
    await closed;
    expect(existsSync(folder)).toBe(false);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});
