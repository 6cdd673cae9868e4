// node hold-ports.mjs FIRST COUNT COMMAND...: runs the command while so many local ports cannot be had.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

const [first, count, command, ...rest] = process.argv.slice(2);
for (let port = Number(first); port < Number(first) + Number(count); port++) {
  await once(createServer().listen(port, '127.0.0.1'), 'listening');
}
process.exit(spawnSync(command, rest, { stdio: 'inherit' }).status ?? 1);
