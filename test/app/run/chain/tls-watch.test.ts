import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { nothingSeen } from '../../../../src/app/run/execution.js';
import { explainedByTls, watchTls } from '../../../../src/app/run/chain/tls-watch.js';
import { Trouble } from '../../../../src/app/run/trouble.js';
import { ExpectedError } from '../../../../src/errors.js';
import { usualDeployment, type Tls } from '../../../../src/model/deployment.js';
import { aPlan } from '../../../fixtures/scenario.js';

const log = (name: string): string[] =>
  readFileSync(new URL(`../../../fixtures/relay-logs/${name}.txt`, import.meta.url), 'utf8').split('\n');

/** A chain of routers with these words in their logs. */
function aChain(tls: Tls, relay1: string, relay2: string) {
  const folder = mkdtempSync(join(tmpdir(), 'flimflam-tls-watch-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'relay1.log'), relay1);
  writeFileSync(join(folder, 'relay2.log'), relay2);
  return aPlan({ relay: 'skrouterd', deployment: { ...usualDeployment, tls } }, { folder });
}

const [connecting = '', accepting = ''] = log('skrouterd-tls');
const late = new ExpectedError('not-ready', 'the router chain did not reach the server');

test('a refusal ends the start of a chain, in the words of both ends and without their times', async () => {
  const plan = aChain('inter', `${connecting}\n${connecting}\n`, `${accepting}\n`);
  const trouble = new Trouble();
  using _watching = watchTls({ plan, trouble, seen: nothingSeen() });
  const ended = trouble.race(new Promise<never>(() => {}));
  await expect(ended).rejects.toMatchObject({
    code: 'tls-refused',
    message: expect.stringMatching(
      /^a TLS connection of the chain failed; relay 1 said: SERVER \(error\) .*certificate verify failed; relay 2 said: SERVER/,
    ),
  });
});

test('what came of a refusal is explained by it', () => {
  const plan = aChain('inter', `${connecting}\n`, '');
  expect(explainedByTls(plan, late).code).toBe('tls-refused');
  const client = new ExpectedError('client-died', 'error tls: the peer refused the certificate');
  expect(explainedByTls(plan, client).message).toMatch(/error tls: the peer refused.*; relay 1 said: SERVER/);
});

test('other trouble, and that of plain chains, stays what it is', () => {
  const died = new ExpectedError('relay-died', 'relay 2 (skrouterd) ended with exit code 1');
  expect(explainedByTls(aChain('inter', connecting, ''), died)).toBe(died);
  expect(explainedByTls(aChain('inter', log('skrouterd').join('\n'), ''), late)).toBe(late);
  expect(explainedByTls(aChain('none', connecting, ''), late)).toBe(late);
});
