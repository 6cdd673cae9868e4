// Modules that no build holds (of the tests), or that are measured as they stand in the source.
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { root } from './measure.mjs';

/** What these modules export, taken together; paths from the root of the checkout, without `.ts`. */
export async function fromTypeScript(...paths) {
  const { outputFiles } = buildSync({
    stdin: {
      contents: paths.map((path) => `export * from './${path}.js';`).join('\n'),
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    // The checkout is found from where a module lies, two folders below it.
    define: { 'import.meta.dirname': JSON.stringify(join(root, 'src', 'host')) },
    write: false,
    logLevel: 'warning',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
