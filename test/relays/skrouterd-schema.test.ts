import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { findProgram } from '../../src/host/programs.js';
import { skrouterd } from '../../src/relays/skrouterd.js';
import { schemaFacts, schemaPaths } from '../../src/relays/skrouterd-schema.js';

const schema = (entities: Record<string, string[]>): string =>
  JSON.stringify({
    entityTypes: Object.fromEntries(
      Object.entries(entities).map(([name, attributes]) => [
        name,
        { attributes: Object.fromEntries(attributes.map((attribute) => [attribute, { type: 'string' }])) },
      ]),
    ),
  });

// Names of entities and attributes as the router's schema has them: until 3.0, and since 3.1.
const old = schema({ httpListener: ['protocolVersion'], tcpListener: ['host'] });
const current = schema({ tcpListener: ['host', 'observer'] });

test('a router with adaptors for http, and one without', () => {
  expect(schemaFacts(old)).toEqual({ http_adaptors: 'yes', observer: 'no' });
  expect(schemaFacts(current)).toEqual({});
  expect(schemaFacts(schema({ httpListener: [], tcpListener: ['observer'] }))).toEqual({ http_adaptors: 'yes' });
});

test.each([null, '', '{', 'null', '[]', '{"entityTypes": {}}', '{"entityTypes": null}'])(
  'nothing is said of what is not understood: %j',
  (text) => {
    expect(schemaFacts(text)).toEqual({});
  },
);

test('the schema of its Python part, else that of its documentation', () => {
  const files: Record<string, string> = {
    '/p/lib/skupper-router/python/skupper_router_internal': '',
    '/p/share/doc/skupper-router/skrouter.json': old,
  };
  const { read } = skrouterd.program.facts!;
  const facts = () =>
    read(
      '',
      (path) => path in files,
      '/p/sbin/skrouterd',
      (path) => files[path] ?? null,
    );
  expect(facts()).toEqual({ python: '/p/lib/skupper-router/python', http_adaptors: 'yes', observer: 'no' });
  files['/p/lib/skupper-router/python/skupper_router/management/skrouter.json'] = current;
  expect(facts()).toEqual({ python: '/p/lib/skupper-router/python' });
  expect(schemaPaths('/p', undefined)).toEqual(['/p/share/doc/skupper-router/skrouter.json']);
});

const router = findProgram(skrouterd.program, process.env['PATH'] ?? '');
const paths = router === null ? [] : schemaPaths(dirname(dirname(realpathSync(router.path))), router.facts['python']);
const found = paths.find(existsSync);

test.skipIf(found === undefined)('the schema of the router that is installed here is understood', () => {
  const { entityTypes } = JSON.parse(readFileSync(found!, 'utf8')) as {
    entityTypes: Record<string, { attributes: Record<string, unknown> }>;
  };
  expect(router?.facts['observer']).toBe(
    entityTypes['tcpListener']?.attributes['observer'] === undefined ? 'no' : undefined,
  );
  expect(router?.facts['http_adaptors']).toBe(entityTypes['httpListener'] === undefined ? undefined : 'yes');
});
