import { expect, test } from 'vitest';
import { parseMessageSize, writeMessageSize } from '../../src/units/message-size.js';

const highest = 2 ** 30;

test.each([
  ['1', 1, 1],
  ['64k', 65_536, 65_536],
  ['64 KiB', 65_536, 65_536],
  ['1M', 2 ** 20, 2 ** 20],
  ['1G', highest, highest],
  ['100:64k', 100, 65_536],
  [' 1k : 1M ', 1024, 2 ** 20],
])('%s', (text, request, response) => {
  expect(parseMessageSize(text, highest)).toEqual({ request, response });
  expect(parseMessageSize(writeMessageSize({ request, response }), highest)).toEqual({ request, response });
});

test.each([
  ['', /not a size/],
  ['big', /not a size/],
  ['1:', /not a size/],
  [':1', /not a size/],
  ['1:2:3', /not a size/],
  ['-1', /not a size/],
  ['1.5k', /not a size/],
  ['1T', /not a size/],
  ['0', /at least 1 byte/],
  ['1:0', /at least 1 byte/],
  ['2G', /more than 1073741824 bytes/],
  ['99999999999999999999999', /more than/],
  ['1:99999999999G', /more than/],
])("'%s' is refused", (text, message) => {
  expect(() => parseMessageSize(text, highest)).toThrow(
    expect.objectContaining({ code: 'bad-size', exitCode: 2, message: expect.stringMatching(message) }),
  );
});
