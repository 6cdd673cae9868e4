import { expect, test } from 'vitest';
import type { Files } from '../../src/host/files.js';
import type { FileFound, FileItem } from '../../src/host/known-files.js';
import { settledLook } from '../../src/host/settled-look.js';

/** Another machine: what it has, and what it was asked for. */
function aMachine(has: Record<string, string>): {
  asked: string[][];
  look: <T>(read: (files: Files) => T) => Promise<T>;
} {
  const asked: string[][] = [];
  const fetch = async (items: readonly FileItem[]): Promise<FileFound[]> => {
    const key = ({ kind, path }: FileItem): string => `${kind}:${path}`;
    asked.push(items.map(key));
    return items.flatMap((item) => (key(item) in has ? [{ ...item, content: has[key(item)]! }] : []));
  };
  return { asked, look: (read) => settledLook(read, fetch) };
}

test('what is asked for follows what was found', async () => {
  const { asked, look } = aMachine({ 'n:/proc': '1\n22', 't:/proc/1/comm': 'init\n', 't:/proc/22/comm': 'sh\n' });
  const names = await look((files) => files.names('/proc').map((pid) => files.text(`/proc/${pid}/comm`)));
  expect(names).toEqual(['init\n', 'sh\n']);
  expect(asked).toEqual([['n:/proc'], ['t:/proc/1/comm', 't:/proc/22/comm']]);
});

test('every kind of question, of something that is there and of something that is not', async () => {
  const { asked, look } = aMachine({
    ...{ 't:/a': '', 'n:/a': '', 'l:/a': '/b', 'e:/a': '1', 'x:/a': '1', 'r:/a': '/b', 'b:/a': '0123' },
  });
  const all = (files: Files, path: string): unknown[] => [
    ...[files.text(path), files.names(path), files.link(path), files.exists(path), files.isExecutable(path)],
    ...[files.realPath(path), files.buildId(path)],
  ];
  expect(await look((files) => [all(files, '/a'), all(files, '/none')])).toEqual([
    ['', [], '/b', true, true, '/b', '0123'],
    [null, [], null, false, false, null, null],
  ]);
  expect(asked).toHaveLength(1);
});

test('a thing is asked for once, though it is wanted often', async () => {
  const { asked, look } = aMachine({ 't:/a': 'x' });
  await look((files) => [files.text('/a'), files.text('/a'), files.exists('/none'), files.exists('/none')]);
  expect(asked).toEqual([['t:/a', 'e:/none']]);
});

test('nothing is fetched for a look that asks for nothing', async () => {
  const { asked, look } = aMachine({});
  expect(await look(() => 7)).toBe(7);
  expect(asked).toEqual([]);
});

test('an error counts only when everything is known', async () => {
  const { look } = aMachine({ 't:/size': '5' });
  const size = (path: string) => (files: Files) => {
    const text = files.text(path);
    if (text === null) throw new Error(`no ${path}`);
    return Number(text);
  };
  expect(await look(size('/size'))).toBe(5);
  await expect(look(size('/none'))).rejects.toThrow('no /none');
});

test('what failed in the fetching is no answer', async () => {
  const lost = (): Promise<FileFound[]> => Promise.reject(new Error('lost'));
  await expect(settledLook((files) => files.text('/a'), lost)).rejects.toThrow('lost');
});

test('a look that never comes to its end is a bug', async () => {
  const { asked, look } = aMachine({});
  let count = 0;
  await expect(look((files) => files.text(`/${(count += 1)}`))).rejects.toThrow('asked for ever more files');
  expect(asked.length).toBeLessThan(100);
});
