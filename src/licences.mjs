// Gathers the licences of all libraries that the bundles hold: a package passes them on.
// Usage: node licences.mjs FILE
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const source = import.meta.dirname;
const root = join(source, '..');
const client = join(source, 'report', 'client');
const pages = readdirSync(client).filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));

const { metafile } = buildSync({
  absWorkingDir: root,
  entryPoints: [join(source, 'cli', 'main.ts'), ...pages.map((name) => join(client, name))],
  outdir: join(root, 'build'),
  bundle: true,
  write: false,
  metafile: true,
  platform: 'node',
  format: 'esm',
  logLevel: 'warning',
});

// Samples: node_modules/zod/v4/core/api.js, node_modules/@commander-js/extra-typings/esm.mjs.
const folders = Object.keys(metafile.inputs).flatMap(
  (path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(path)?.[0] ?? [],
);

const texts = [...new Set(folders)].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const files = readdirSync(join(root, folder)).filter((file) => /^(?:licen[cs]e|notice|copying)/iu.test(file));
  const inFull = files.map((file) => readFileSync(join(root, folder, file), 'utf8').trim());
  return [`${name} ${version}: ${license}`, ...inFull].join('\n\n');
});
if (!existsSync(join(root, 'node_modules')) || texts.length === 0) throw new Error('no library was found');

writeFileSync(process.argv[2], `${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
