import { expect, test } from 'vitest';
import { readEnvironment, tellingVariables } from '../../../src/app/run/environment.js';
import { environmentSchema } from '../../../src/model/summary.js';

test('keeps only variables that may change what is measured', () => {
  const kept = { LD_LIBRARY_PATH: '/p', MALLOC_ARENA_MAX: '2', PATH: '/bin', PN_TRACE_FRM: '1', SKUPPER_X: '' };
  expect(tellingVariables({ ...kept, HOME: '/root', MY_PATH: '/x', SECRET: 'x', LD_PRELOAD: undefined })).toEqual(kept);
});

test('describes programs and machine as the schema wants it', async () => {
  const spec = {
    executable: 'node',
    version: { arguments: ['--version'], pattern: /v(\S+)/ },
    packages: { apt: null, dnf: null },
  };
  const node = { spec, program: { path: process.execPath, facts: {} }, on: 'localhost' };
  const environment = await readEnvironment({ relay: null, client: node, server: node }, { PATH: '/bin' });
  expect(environmentSchema.parse(environment)).toEqual(environment);
  expect(environment.client.version).toBe(process.versions.node);
  expect(environment.server).toEqual(environment.client);
  expect(environment.variables).toEqual({ PATH: '/bin' });
});
