import { expect, test } from 'vitest';
import { buildFault } from '../../../src/host/ssh/install.js';
import { noFolder } from '../../../src/host/ssh/bootstrap.js';
import { hostLost, isForbidden, saidOf, unreachable, unwritable, wordsOf } from '../../../src/host/ssh/ssh-words.js';

// OpenSSH 9.2, LogLevel=ERROR.
const changed = `@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @
@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!
Add correct host key in /root/.ssh/known_hosts to get rid of this message.\r
Host key for 198.18.0.1 has changed and you have requested strict checking.\r
Host key verification failed.\r
`;

test.for([
  [
    changed,
    'WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! Host key verification failed.',
    'see that it is the right machine, then',
  ],
  [
    'No ED25519 host key is known for h1 and you have requested strict checking.\r\nHost key verification failed.\r\n',
    'Host key verification failed.',
    'see that it is the right machine: ssh lab by hand',
  ],
  [
    'root@198.18.0.1: Permission denied (publickey).\r\n',
    'root@198.18.0.1: Permission denied (publickey).',
    'it must let you in without a question',
  ],
  [
    'ssh: Could not resolve hostname lab: Name or service not known\r\n',
    'ssh: Could not resolve hostname lab: Name or service not known',
    'give a name of ~/.ssh/config',
  ],
  [
    'ssh: connect to host 198.18.0.1 port 22: Connection refused\r\n',
    'ssh: connect to host 198.18.0.1 port 22: Connection refused',
    'is sshd running there?',
  ],
  [`${noFolder}\n`, noFolder, 'free some room in /tmp there'],
  [
    'mux_client_request_session: session request failed: Session open refused by peer\r\n' +
      'kex_exchange_identification: Connection closed by remote host\r\n',
    'mux_client_request_session: session request failed: Session open refused by peer',
    'see MaxSessions there',
  ],
  ['', 'ssh ended without a word', 'ssh lab by hand tells more'],
] as const)('%s', ([stderr, words, remedy]) => {
  const error = unreachable('lab', stderr);
  expect(error.code).toBe('host-unreachable');
  expect(error.message).toBe(`lab: ${words}`);
  expect(error.remedy).toContain(remedy);
});

test('a host that lets nobody in says so on either stream', () => {
  const noHome = 'Could not chdir to home directory /nonexistent: No such file or directory\n';
  expect(saidOf('This account is currently not available.\n', noHome)).toBe(
    `This account is currently not available. ${noHome.trim()}`,
  );
  expect(saidOf('Welcome!\n', `${noFolder}\n`)).toBe(`${noFolder}\n`);
});

// OpenSSH 9.2, LogLevel=INFO.
test('what ssh says of ports is no reason of anything else', () => {
  const nobody = 'channel 3: open failed: connect failed: Connection refused\r\n';
  expect(wordsOf(`Timeout, server lab not responding.\r\n${nobody}`)).toBe('Timeout, server lab not responding.');
  expect(wordsOf(nobody)).toBeNull();
  expect(isForbidden(nobody)).toBe(false);
  expect(isForbidden('channel 3: open failed: administratively prohibited: open failed\r\n')).toBe(true);
});

test('words are one line, and none where there are none', () => {
  expect(wordsOf('\n  \r\n')).toBeNull();
  expect(wordsOf('first\nlast\n\n')).toBe('last');
});

test('a full disk is told as such', () => {
  const full = 'cat: write error: No space left on device\n';
  expect(unwritable('lab', full)).toMatchObject({
    code: 'host-full',
    message: `lab: cannot write there: ${full.trim()}`,
  });
  expect(unwritable('lab', 'sh: 1: cannot create /x: Permission denied').code).toBe('host-unwritable');
  expect(buildFault('lab', `main.c:1: error\n${full}`).code).toBe('host-full');
});

test.for([
  ['flimflam misses cc\n', 'no-compiler', 'cc is missing'],
  ['flimflam misses make\n', 'no-compiler', 'make is missing'],
  [
    'main.c:3:10: fatal error: stdio.h: No such file or directory\n',
    'no-compiler',
    "the C library's headers are missing",
  ],
  [
    'cc -o x\nmain.c:3:1: error: unknown type name\nmake: *** [Makefile:50: x] Error 1\n',
    'build-failed',
    'main.c:3:1: error: unknown type name',
  ],
] as const)('what cannot be built: %s', ([stderr, code, words]) => {
  const error = buildFault('lab', stderr);
  expect(error.code).toBe(code);
  expect(error.message).toContain(words);
});

test('a lost host is named', () => {
  expect(hostLost('lab', 'ssh ended')).toMatchObject({ code: 'host-lost', message: 'lab: ssh ended' });
});
