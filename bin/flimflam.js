#!/usr/bin/env node
// The entry for npm. A package was built when it was packed; in a checkout, to which `npm install -g .` only links, the
// launcher builds what is stale.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../flimflam', import.meta.url));
const program = new URL('../build/cli/main.js', import.meta.url);
// To `git bisect run` 1 would be a bad commit (see src/errors.ts).
const failed = process.argv.includes('--bisect') ? 128 : 1;

if (existsSync(launcher)) {
  const { status } = spawnSync(launcher, ['--version'], { stdio: ['ignore', 'ignore', 'inherit'] });
  // It has said what is wrong.
  if (status !== 0) process.exit(failed);
} else if (!existsSync(program)) {
  process.stderr.write(
    `flimflam: ${fileURLToPath(program)} is missing (install what npm pack makes in a checkout, or the checkout itself)\n`,
  );
  process.exit(failed);
}
await import(program.href);
