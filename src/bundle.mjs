// Builds what node runs and what the pages hold: `cli/main.js` with its chunks, and `client/`.
// Usage: node bundle.mjs FOLDER
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const source = import.meta.dirname;
const folder = process.argv[2];
const common = { bundle: true, logLevel: 'warning' };

// Some 200 modules as a few chunks: most of the time of a short command goes into loading them. What a command loads
// only when it is used stays a chunk of its own.
buildSync({
  ...common,
  entryPoints: { 'cli/main': join(source, 'cli/main.ts') },
  outdir: folder,
  chunkNames: 'cli/[name]-[hash]',
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  // Libraries that are CommonJS ask for node's own modules.
  banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
});

// What is minified loses its heads; the pages are passed on, and so must the licences be.
const libraries =
  '/* With d3-flame-graph, (c) Martin Spier, Apache License 2.0, and d3, (c) Mike Bostock, ISC License. */';

buildSync({
  ...common,
  entryPoints: ['flamegraph', 'report'].map((name) => join(source, 'report/client', `${name}.ts`)),
  outdir: join(folder, 'client'),
  minify: true,
  format: 'iife',
  target: 'es2022',
  banner: { js: libraries },
});
