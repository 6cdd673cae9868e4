import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { definitionsIn } from '../../src/cli/definitions.js';
import { flimflam, place, withProgram } from './flimflam.js';

withProgram();

test.each<[string, ReturnType<typeof definitionsIn>]>([
  ['run -r nginx', []],
  ['run -f a.mjs --file b.mjs', [file('a.mjs'), file('b.mjs')]],
  ['-fa.mjs run --file=b.mjs --module=c -m d', [file('a.mjs'), file('b.mjs'), module('c'), module('d')]],
  ['run -qf a.mjs', [file('a.mjs')]],
  ['run --file', []],
  ['run --files x -format', [file('ormat')]],
  ['record -m c -- -f a.mjs', [module('c')]],
])('%s', (words, found) => {
  expect(definitionsIn(words.split(' '))).toEqual(found);
});

function file(name: string) {
  return { kind: 'file' as const, name };
}

function module(name: string) {
  return { kind: 'module' as const, name };
}

const text = (plan: string): string =>
  `export default {\n  kind: 'relay',\n  name: 'mine',\n  program: 'cat',\n  plan: ${plan},\n};\n`;

const save = (plan: string): void => writeFileSync(join(place, 'my.mjs'), text(plan));

test('names that are loaded are names as ours are, wherever the option stands', async () => {
  save("() => ({ argv: ['/bin/cat'] })");
  const { stderr } = await flimflam(['-f', 'my.mjs', 'run', '--file=./my.mjs', '-r', 'nope']);
  expect(stderr).toMatch(/Known: skrouterd, .*, builtin, mine, none\.$/m);
  const bench = await flimflam(['bench', '-fmy.mjs', '--help']);
  expect(bench.stdout.replaceAll(/\s+/g, ' ')).toMatch(
    /--relays <names> [^[]*\(choices: [^)]*"mine"[^)]* default: [^)]*"mine"/,
  );
  const completion = await flimflam(['completion', 'bash', '-f', 'my.mjs']);
  expect(completion.stdout).toMatch(/run:--relay\) words="[^"]* mine none"/);
});

test('what is defined is part of the scenario: the dry run has its file', async () => {
  save("() => ({ argv: ['/bin/cat'] })");
  const { stdout } = await flimflam(['run', '--dry-run', '-f', 'my.mjs', '-r', 'mine', '--hops', '1']);
  const { configuration, plan } = JSON.parse(stdout) as {
    configuration: { deployment: { definitions: string[] } };
    plan: { commands: Record<string, string[]> };
  };
  expect(configuration.deployment.definitions).toEqual([join(place, 'my.mjs')]);
  expect(plan.commands['relay_1']).toEqual(['/bin/cat']);
});

test('a file that cannot be loaded is a wrong command line', async () => {
  save('= 1');
  expect(await flimflam(['list', '-f', 'my.mjs'])).toEqual({
    code: 2,
    stdout: '',
    stderr: "flimflam: my.mjs:5: SyntaxError: Unexpected token '='\n",
  });
});

test('a function that fails later is one line, and --debug shows where it comes from', async () => {
  save('() => nothing.here');
  const words = ['run', '--dry-run', '-f', 'my.mjs', '-r', 'mine'];
  const line = "flimflam: my.mjs:5: relay 'mine': plan() failed: ReferenceError: nothing is not defined\n";
  expect(await flimflam(words)).toEqual({ code: 1, stdout: '', stderr: line });
  const { code, stderr } = await flimflam([...words, '--debug']);
  expect(code).toBe(1);
  expect(stderr).toMatch(/because of ReferenceError: nothing is not defined\n +at .*my\.mjs:5:/);
});
