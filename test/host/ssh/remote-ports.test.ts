import { expect, test } from 'vitest';
import { KnownFiles } from '../../../src/host/known-files.js';
import { choosePorts, hasAddress, usablePorts } from '../../../src/host/ssh/remote-ports.js';

// Linux 6.1; 2710 is port 10000, FFFF is 65535.
const tcp = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:2710 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 17 1 0 100 0 0 10 0
   1: 0112C6C6:EA61 0212C6C6:0016 01 00000000:00000000 00:00000000 00000000     0        0 18 1 0 100 0 0 10 0
`;
const tcp6 = `  sl  local_address                         remote_address                        st
   0: 00000000000000000000000000000000:FFFF 00000000000000000000000000000000:0000 0A 00000000:00000000
`;
const trie = `Main:
  +-- 0.0.0.0/0 3 0 5
     |-- 0.0.0.0
        /0 universe UNICAST
        +-- 198.18.0.0/24 2 0 2
           |-- 198.18.0.0
              /24 link UNICAST
           |-- 198.18.0.1
              /32 host LOCAL
           |-- 198.18.0.255
              /32 link BROADCAST
`;

const filesWith = (texts: Record<string, string>) =>
  new KnownFiles(Object.entries(texts).map(([path, content]) => ({ kind: 't', path, content }))).files;

test('ports that nobody uses, outside the range of outgoing connections', () => {
  const files = filesWith({
    '/proc/net/tcp': tcp,
    '/proc/net/tcp6': tcp6,
    '/proc/sys/net/ipv4/ip_local_port_range': '10002\t60000\n',
  });
  const usable = usablePorts(files);
  expect(usable.slice(0, 3)).toEqual([10_001, 60_002, 60_003]);
  expect(usable.at(-1)).toBe(65_534);
});

test('they are taken in a row from a random place on', () => {
  expect(choosePorts('lab', [1, 2, 3, 4], 3, () => 0.6)).toEqual([3, 4, 1]);
  expect(() => choosePorts('lab', [1], 2)).toThrow('lab: only 1 of 2 ports are free');
});

test("a machine's own addresses", () => {
  const files = filesWith({ '/proc/net/fib_trie': trie });
  const addresses = ['198.18.0.1', '198.18.0.255', '198.18.0.2', '127.0.0.1', '0.0.0.0'];
  expect(addresses.map((one) => hasAddress(files, one))).toEqual([true, false, false, true, true]);
  expect(hasAddress(filesWith({}), '198.18.0.2')).toBe(true);
});
