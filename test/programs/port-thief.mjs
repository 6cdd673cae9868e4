#!/usr/bin/env node
// A relay that loses its port to another program the first time (or always, if STEAL=always): that other program is
// a process of another group, started here, which holds the port while this one ends.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const words = process.argv.slice(2);
const real = '/usr/sbin/nginx';
if (words[0] === '-V' || words[0] === '-v') process.exit(spawnSync(real, words, { stdio: 'inherit' }).status ?? 1);

const note = process.env['NOTE'];
const stole = existsSync(note);
if (stole && process.env['STEAL'] !== 'always') process.exit(spawnSync(real, words, { stdio: 'inherit' }).status ?? 1);

const port = /listen 127\.0\.0\.1:(\d+)/.exec(readFileSync(words.at(-1), 'utf8'))[1];
const thief = spawn(
  process.execPath,
  ['-e', `require('net').createServer().listen(${port}, '127.0.0.1', () => console.log('up'))`],
  { detached: true, stdio: ['ignore', 'pipe', 'ignore'] },
);
thief.stdout.once('data', () => {
  writeFileSync(note, `${stole ? readFileSync(note, 'utf8') : ''}${thief.pid} ${port}\n`);
  process.stderr.write('bind() to the port failed (98: Address already in use)\n');
  process.exit(1);
});
