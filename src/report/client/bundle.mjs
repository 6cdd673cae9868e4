// Builds what the pages hold: one script and one style sheet.
// Usage: node bundle.mjs FOLDER
import { buildSync } from 'esbuild';

// What is minified loses its heads; the pages are passed on, and so must the licences be.
const libraries =
  '/* With d3-flame-graph, (c) Martin Spier, Apache License 2.0, and d3, (c) Mike Bostock, ISC License. */';

buildSync({
  entryPoints: [`${import.meta.dirname}/flamegraph.ts`],
  outdir: process.argv[2],
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  banner: { js: libraries },
  logLevel: 'warning',
});
