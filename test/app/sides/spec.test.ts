import { expect, test } from 'vitest';
import { parseSideSpec } from '../../../src/app/sides/spec.js';

const nothing = (): boolean => false;
const everything = (): boolean => true;

test('a relay, with options of its own', () => {
  expect(parseSideSpec('nginx', everything)).toEqual({ kind: 'relay', relay: 'nginx', options: {} });
  expect(parseSideSpec('skrouterd:workerThreads=2,dataConnectionCount=4', nothing)).toEqual({
    kind: 'relay',
    relay: 'skrouterd',
    options: { workerThreads: '2', dataConnectionCount: '4' },
  });
});

test('variables, whose values may hold commas, colons and blanks', () => {
  expect(parseSideSpec('env:SKUPPER_X=1', nothing)).toEqual({ kind: 'variables', variables: { SKUPPER_X: '1' } });
  expect(parseSideSpec('env:X=a,b c,PN_Y=,Z=p:q=r', nothing)).toEqual({
    kind: 'variables',
    variables: { X: 'a,b c', PN_Y: '', Z: 'p:q=r' },
  });
});

test('a place, with or without options', () => {
  expect(parseSideSpec('./nginx', everything)).toEqual({ kind: 'path', path: './nginx', options: {} });
  const exists = (path: string): boolean => ['~/router', '/a:b=c'].includes(path);
  expect(parseSideSpec('~/router:workerThreads=2', exists)).toEqual({
    kind: 'path',
    path: '~/router',
    options: { workerThreads: '2' },
  });
  expect(parseSideSpec('/a:b=c', exists)).toEqual({ kind: 'path', path: '/a:b=c', options: {} });
  expect(parseSideSpec('/a:b=c:d=e', exists)).toEqual({ kind: 'path', path: '/a:b=c', options: { d: 'e' } });
});

test.each(['', 'ngimx', './nothing', '~/router', 'ngimx:x=1'])('%j is nothing that could be compared', (text) => {
  expect(() => parseSideSpec(text, nothing)).toThrow(/neither a folder, nor an executable, nor a relay/);
});

test.each(['env:', 'env:X', 'env:=1', 'env:1X=2', 'nginx:', 'nginx:reuseport'])('%s has no NAME=VALUE', (text) => {
  expect(() => parseSideSpec(text, nothing)).toThrow('wants NAME=VALUE');
});
