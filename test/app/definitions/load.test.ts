import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Import } from '../../../src/app/definitions/export.js';
import { loadDefinitions, type NamedDefinitions } from '../../../src/app/definitions/load.js';
import { loadSavedDefinitions } from '../../../src/app/definitions/saved.js';
import { relayNames, workloadNames } from '../../../src/model/names.js';
import { relayOf } from '../../../src/relays/index.js';
import { checkScenario } from '../../../src/scenario/scenario.js';
import { aScenario } from '../../fixtures/scenario.js';
import { aConfiguration } from '../../fixtures/summary.js';
import { temporaryFolder } from '../../store/temporary.js';

const importIt = createRequire(import.meta.url)('../../programs/import.cjs') as Import;

const relay = (name: string, more = ''): string =>
  `{ kind: 'relay', name: '${name}', program: 'cat', plan: () => ({ argv: ['/bin/cat'] }), ${more} }`;
const workload = (name: string): string =>
  `{ kind: 'workload', name: '${name}', programs: { client: 'cat', server: 'cat' }, bit: 'a bit', plan: () => ({}) }`;

/** Files by name, as users write them well and badly. */
const files: Readonly<Record<string, string>> = {
  'good.mjs': `export default ${relay('good')};\n`,
  'both.cjs': `module.exports = [${relay('other')}, ${workload('load')}];\n`,
  'compiled.cjs': `exports.__esModule = true;\nexports.default = ${relay('compiled')};\n`,
  'with blank.mjs': `export default ${relay('blank')};\n`,
  'again.mjs': `export default ${relay('good')};\n`,
  'twice.mjs': `export default [${workload('double')}, ${workload('double')}];\n`,
  'ours.mjs': `export default ${relay('nginx')};\n`,
  'ours-too.mjs': `export default ${workload('iperf3')};\n`,
  'none.mjs': `export default ${relay('none')};\n`,
  'syntax.mjs': 'export default {\n  kind: = 2,\n};\n',
  'syntax.cjs': 'module.exports = {\n  kind: = 2,\n};\n',
  'imports.mjs': "import './syntax.mjs';\nexport default 1;\n",
  'no-name.mjs': "import { nothing } from 'node:fs';\nexport default nothing;\n",
  'lost.mjs': "import './nowhere.mjs';\nexport default 1;\n",
  'throws.mjs': "\nthrow new RangeError('two\\nlines');\n",
  'throws-text.mjs': "throw 'a text';\n",
  'no-default.mjs': 'export const relay = 1;\n',
  'number.mjs': 'export default 3;\n',
  'null.mjs': 'export default null;\n',
  'unnamed.mjs': "export default { kind: 'relay' };\n",
  'empty.mjs': 'export default [];\n',
  'wrong.mjs': `export default ${relay('wrong', 'logLevel: 1')};\n`,
  // As npm unpacks them: only `import` finds the second.
  'node_modules/packed/index.js': `module.exports = ${relay('packed')};\n`,
  'node_modules/modern/package.json': '{"exports": {"./socat": {"import": "./index.mjs"}}}',
  'node_modules/modern/index.mjs': `export default ${relay('modern')};\n`,
};

function saved(): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const file = (name: string): NamedDefinitions => ({ kind: 'file', name });

const load = (folder: string, ...names: string[]): Promise<void> => loadDefinitions(names.map(file), folder, importIt);

test.each<[name: string, line: string]>([
  ['nowhere.mjs', '--file nowhere.mjs: there is no such file'],
  ['node_modules', '--file node_modules: it cannot be read (EISDIR)'],
  ['syntax.mjs', "syntax.mjs:2: SyntaxError: Unexpected token '='"],
  ['syntax.cjs', "syntax.cjs:2: SyntaxError: Unexpected token '='"],
  ['imports.mjs', "imports.mjs: in what it imports: SyntaxError: Unexpected token '='"],
  [
    'no-name.mjs',
    "no-name.mjs:1: SyntaxError: The requested module 'node:fs' does not provide an export named 'nothing'",
  ],
  ['lost.mjs', "lost.mjs: Cannot find module 'FOLDER/nowhere.mjs' imported from FOLDER/lost.mjs"],
  ['throws.mjs', 'throws.mjs:2: RangeError: two lines'],
  ['throws-text.mjs', 'throws-text.mjs: a text'],
  ['no-default.mjs', 'no-default.mjs: it has no default export'],
  ['number.mjs', "number.mjs: kind must be 'relay' or 'workload'"],
  ['null.mjs', "null.mjs: kind must be 'relay' or 'workload'"],
  ['unnamed.mjs', 'unnamed.mjs: a relay without a name: name must be a string'],
  ['empty.mjs', 'empty.mjs: its default export is an empty array'],
  ['wrong.mjs', "wrong.mjs: relay 'wrong': logLevel must be a function"],
  ['ours.mjs', "ours.mjs: relay 'nginx' is a name of Flimflam's own"],
  ['ours-too.mjs', "ours-too.mjs: workload 'iperf3' is a name of Flimflam's own"],
  ['none.mjs', "none.mjs: relay 'none' is a name of Flimflam's own"],
  ['twice.mjs', "twice.mjs: workload 'double' is defined twice"],
])('--file %s is one line', async (name, line) => {
  const folder = saved();
  const message = line.replaceAll('FOLDER', folder);
  await expect(load(folder, name)).rejects.toThrow(expect.objectContaining({ message, exitCode: 2 }));
});

test('what is loaded is known by its name and its file, and one file twice is one file', async () => {
  const folder = saved();
  await load(folder, 'good.mjs', './good.mjs', 'both.cjs', 'compiled.cjs', 'with blank.mjs');
  expect(relayNames.slice(-5)).toEqual(['good', 'other', 'compiled', 'blank', 'none']);
  expect(workloadNames.at(-1)).toBe('load');
  const path = join(folder, 'good.mjs');
  expect(relayOf('good').definedIn).toEqual({ path, sha256: expect.stringMatching(/^[\da-f]{64}$/) as string });
  await expect(load(folder, 'again.mjs')).rejects.toThrow(
    expect.objectContaining({
      message: `again.mjs: relay 'good' is defined twice: the other one is in ${path}`,
      remedy: 'give it another name',
    }),
  );
  const definitionsOf = (scenario: Parameters<typeof aScenario>[0]): string[] =>
    checkScenario(aScenario(scenario)).scenario.deployment.definitions;
  expect(definitionsOf({ relay: 'good' })).toEqual([path]);
  expect(definitionsOf({ relay: 'other', workload: 'load' })).toEqual([join(folder, 'both.cjs')]);
  expect(definitionsOf({ relay: 'good', workload: 'load' })).toEqual([path, join(folder, 'both.cjs')]);
  expect(definitionsOf({ relay: 'nginx' })).toEqual([]);
});

test('modules are found as node finds them from a folder', async () => {
  const folder = saved();
  const named = (name: string): NamedDefinitions => ({ kind: 'module', name });
  await loadDefinitions([named('packed'), named('modern/socat')], folder, importIt);
  expect(relayOf('packed').definedIn?.path).toBe(join(folder, 'node_modules/packed/index.js'));
  expect(relayOf('modern').definedIn?.path).toBe(join(folder, 'node_modules/modern/index.mjs'));
  for (const [name, message] of [
    ['nowhere', "--module nowhere: Cannot find package 'nowhere'"],
    ['fs', '--module fs: it is node:fs, and no file'],
  ] as const) {
    const remedy = 'modules are looked for from the current folder; --file takes a path';
    await expect(loadDefinitions([named(name)], folder, importIt)).rejects.toThrow(
      expect.objectContaining({ message, remedy, exitCode: 2 }),
    );
  }
});

test('what was saved needs its files only where its names are not known', async () => {
  const saved = (names: { relay?: string; workload?: string }) => {
    const { deployment, ...rest } = aConfiguration(names);
    return { ...rest, deployment: { ...deployment, definitions: ['/gone/my.mjs'] } };
  };
  await loadSavedDefinitions(saved({}));
  const fault = expect.objectContaining({ message: '--file /gone/my.mjs: there is no such file' }) as Error;
  await expect(loadSavedDefinitions(saved({ relay: 'socat' }))).rejects.toThrow(fault);
  await expect(loadSavedDefinitions(saved({ workload: 'ping' }))).rejects.toThrow(fault);
  await expect(loadSavedDefinitions(saved({}), ['nginx', 'socat'])).rejects.toThrow(fault);
});
