import { pathToFileURL } from 'node:url';
import { usageError, type ExpectedError } from '../../errors.js';
import { syntaxLine } from '../../host/node-modules.js';
import { placeOf, thrownWords } from '../../model/definition-faults.js';

/** Milliseconds that a module may wait for something before it has its definitions. */
const patience = 10_000;

/** As `import()` of node itself. */
export type Import = (url: string) => Promise<unknown>;

export const realImport: Import = (url) => import(url);

/** The default export of a module; a usage error says in one line why there is none. */
export async function exportOf(source: { file: string; path: string }, importIt: Import): Promise<unknown> {
  const { file, path } = source;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it was not loaded within ${patience / 1000} s`)), patience);
  });
  let exported: unknown;
  try {
    const module = (await Promise.race([importIt(pathToFileURL(path).href), late])) as { default?: unknown };
    exported = module.default;
  } catch (error) {
    throw loadFault(error, source);
  } finally {
    clearTimeout(timer);
  }
  // What a compiler made of `export default` for require().
  const inner = exported as { __esModule?: unknown; default?: unknown } | null | undefined;
  if (typeof inner === 'object' && inner?.__esModule === true) exported = inner.default;
  if (exported !== undefined) return exported;
  throw usageError(
    'bad-definition',
    `${file}: it has no default export`,
    'export default a relay, a workload, or an array of them',
  );
}

function loadFault(error: unknown, source: { file: string; path: string }): ExpectedError {
  const place = error instanceof SyntaxError ? syntaxPlace(error, source) : placeOf(error, source);
  const words = thrownWords(error);
  return Object.assign(usageError('bad-definition', `${place}: ${words}`), { cause: error });
}

/** Node tells the line of a wrong syntax in the stack, or only where it prints it itself. */
function syntaxPlace(error: SyntaxError, { file, path }: { file: string; path: string }): string {
  // Sample of the first line: `file:///home/me/relay.mjs:3`, or `/home/me/relay.cjs:3`.
  const [, where, line] = /^(?:file:\/\/)?(\/.*):(\d+)$/.exec(error.stack?.split('\n')[0] ?? '') ?? [];
  if (where !== undefined) return `${where === path || decodeURI(where) === path ? file : where}:${line}`;
  const checked = syntaxLine(path);
  return checked === null ? `${file}: in what it imports` : `${file}:${checked}`;
}
