import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';
import { relayProgramNames, workloadNames } from '../src/model/names.js';

/** What the files of each folder of src may import of the others; of their own folder they may import everything. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  cli: ['app', 'scenario', 'relays', 'workloads', 'captures', 'store', 'report', 'host', 'model', 'units', 'errors'],
  app: [
    ...['scenario', 'relays', 'workloads', 'captures', 'router', 'store', 'report'],
    ...['host', 'stats', 'model', 'units', 'errors'],
  ],
  scenario: ['relays', 'workloads', 'stats', 'model', 'units', 'errors'],
  captures: ['host', 'stats', 'model', 'units', 'errors'],
  router: ['host', 'stats', 'model', 'units', 'errors'],
  store: ['host', 'stats', 'model', 'units', 'errors'],
  report: ['stats', 'model', 'units', 'errors'],
  relays: ['stats', 'model', 'units', 'errors'],
  workloads: ['stats', 'model', 'units', 'errors'],
  host: ['model', 'units', 'errors'],
  stats: ['model', 'units', 'errors'],
  model: ['units', 'errors'],
  units: ['errors'],
  errors: [],
};

/** Folders of pure functions: no Node API at all. */
const pure = ['scenario', 'relays', 'workloads', 'stats', 'model', 'units', 'report', 'errors'];

/** Folders with one file a variant. A variant never imports its sibling. */
const variants = {
  relays: relayProgramNames,
  workloads: workloadNames,
};

/** Only the command line may talk to the terminal or end the process. */
const onlyInCli = /(?<![.#\w])process\.(?:stdout|stderr|stdin|exit|exitCode|argv)\b|\bconsole\./;

/** What a pure function has no business with; `process` alone may be the name of a variable. */
const impure =
  /(?<![.#\w])process\.(?:env|pid|cwd|hrtime|on|kill|platform|getuid|versions|argv|std\w+|exit\w*)\b|\bBuffer\b|\bDate\.now|\bnew Date\(\)|\bMath\.random|\bsetTimeout/g;

const longest = 250;

const source = join(import.meta.dirname, '..', 'src');

interface SourceFile {
  /** Path below src, such as `app/run/run.ts`. */
  path: string;
  folder: string;
  text: string;
  /** What it imports, in whatever way: paths below src without an ending, and names of modules as they are. */
  imports: string[];
}

// Samples: `import { x } from './a.js';`, `export * from './a.js';`, `await import('../a.js')`, `import './a.js';`.
const importPattern = /(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g;

const files: SourceFile[] = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => {
    const text = readFileSync(join(source, path), 'utf8');
    const imports = [...withoutComments(text).matchAll(importPattern)].map(([, name = '']) =>
      name.startsWith('.') ? posix.join(posix.dirname(path), name).replace(/\.js$/, '') : name,
    );
    return { path, folder: folderOf(path), text, imports };
  });

function folderOf(path: string): string {
  return path.split('/')[0]!.replace(/\.ts$/, '');
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
}

const isNode = (name: string): boolean => name.startsWith('node:');
// Modules are `name` or `@scope/name`; own files have been made paths below src, which begin with a known folder.
const isOwn = (name: string): boolean => folderOf(name) in mayImport && !isNode(name);

test('the table knows every folder, and the imports are found', () => {
  expect(files.length).toBeGreaterThan(100);
  expect([...new Set(files.map(({ folder }) => folder))].filter((folder) => !(folder in mayImport))).toEqual([]);
  const main = files.find(({ path }) => path === 'cli/main.ts');
  expect(main?.imports).toEqual([
    'commander',
    'errors',
    'cli/compare/bisect',
    'host/closing',
    'cli/definitions',
    'cli/program',
  ]);
  expect(files.flatMap(({ imports }) => imports).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('nothing goes round in the table', () => {
  const below = (folder: string): string[] => mayImport[folder]!.concat(mayImport[folder]!.flatMap(below));
  for (const folder of Object.keys(mayImport)) expect(below(folder)).not.toContain(folder);
});

const folders = Object.keys(mayImport);
const filesOf = (folder: string): SourceFile[] => files.filter((file) => file.folder === folder);

test.each(folders)('%s imports only what is below it', (folder) => {
  const allowed = new Set([folder, ...mayImport[folder]!]);
  const wrong = filesOf(folder).flatMap(({ path, imports }) =>
    imports.filter((name) => isOwn(name) && !allowed.has(folderOf(name))).map((name) => `${path}: ${name}`),
  );
  expect(wrong).toEqual([]);
});

/** What runs in a browser: it has a clock there, and no Node API anyway. */
const inBrowser = 'report/client/';

test.each(pure)('%s is pure', (folder) => {
  const wrong = filesOf(folder).flatMap(({ path, imports, text }) => {
    if (path.startsWith(inBrowser)) return imports.filter(isNode).map((name) => `${path}: ${name}`);
    const words = [...imports.filter(isNode), ...(withoutComments(text).match(impure) ?? [])];
    return words.map((word) => `${path}: ${word}`);
  });
  expect(wrong).toEqual([]);
});

test('only the command line talks to the terminal and ends the process', () => {
  const wrong = files
    .filter(({ folder, text }) => folder !== 'cli' && onlyInCli.test(withoutComments(text)))
    .map(({ path }) => path);
  expect(wrong).toEqual([]);
});

test.each(Object.entries(variants))('a variant of %s never imports its sibling', (folder, names) => {
  const siblings = new Set(names.map((name) => `${folder}/${name}`));
  const own = files.filter(({ path }) => siblings.has(path.replace(/\.ts$/, '')));
  expect(own).toHaveLength(names.length);
  const wrong = own.flatMap(({ path, imports }) =>
    imports.filter((name) => siblings.has(name)).map((name) => `${path}: ${name}`),
  );
  expect(wrong).toEqual([]);
});

test('only the tables name the variants', () => {
  const siblings = new Set(
    Object.entries(variants).flatMap(([folder, names]) => names.map((name) => `${folder}/${name}`)),
  );
  const wrong = files
    .filter(({ path }) => !/^(relays|workloads)\/index\.ts$/.test(path))
    .flatMap(({ path, imports }) => imports.filter((name) => siblings.has(name)).map((name) => `${path}: ${name}`));
  expect(wrong).toEqual([]);
});

test('the imports between files do not go round', () => {
  const byPath = new Map(files.map((file) => [file.path.replace(/\.ts$/, ''), file.imports]));
  const finished = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) throw new Error(`goes round: ${[...trail, path].join(' -> ')}`);
    if (finished.has(path)) return;
    for (const next of byPath.get(path) ?? []) visit(next, [...trail, path]);
    finished.add(path);
  };
  for (const path of byPath.keys()) expect(() => visit(path, [])).not.toThrow();
});

test(`no file has more than ${longest} lines`, () => {
  const long = files.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }));
  expect(long.filter(({ lines }) => lines > longest)).toEqual([]);
});
