import { expect, test } from 'vitest';
import { capturedThreads } from '../../../src/app/capture/captured-threads.js';
import { aProcess, aReading, aThread } from '../run/readings.js';

const named = (name: string) => aThread({ name });

test('threads of both marks are known by their names, along the chain', () => {
  const begin = aReading(0, {
    roles: {
      relay2: { 20: aProcess({ 20: named('skrouterd'), 21: named('wrkr_0') }) },
      relay1: { 10: aProcess({ 10: named('a') }) },
    },
  });
  const end = aReading(5, { roles: { relay1: { 10: aProcess({ 10: named('a'), 12: named('late') }) } } });
  expect(capturedThreads([begin, end, null])).toEqual([
    { role: 'relay_1', thread: 'a', pid: 10, tid: 10 },
    { role: 'relay_1', thread: 'late', pid: 10, tid: 12 },
    { role: 'relay_2', thread: 'skrouterd', pid: 20, tid: 20 },
    { role: 'relay_2', thread: 'wrkr_0', pid: 20, tid: 21 },
  ]);
});

test('threads of a role that share a name are numbered in the order of their start', () => {
  const workers = {
    7: aProcess({ 7: named('nginx') }),
    9: aProcess({ 9: named('nginx') }),
    8: aProcess({ 8: named('nginx') }),
  };
  const threads = capturedThreads([
    aReading(0, { roles: { relay1: workers, relay2: { 30: aProcess({ 30: named('nginx') }) } } }),
  ]);
  expect(threads.map(({ role, thread, tid }) => `${role} ${thread} ${tid}`)).toEqual([
    'relay_1 nginx 1 7',
    'relay_1 nginx 2 8',
    'relay_1 nginx 3 9',
    'relay_2 nginx 30',
  ]);
});
