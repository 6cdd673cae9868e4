import { ExpectedError } from '../../errors.js';
import { noFolder } from './bootstrap.js';

/**
 * What ssh or the host said, in one line; null if nothing. Of several lines the last one tells the outcome, such as
 * `Host key verification failed.` below twelve lines about the reasons.
 */
export function wordsOf(stderr: string): string | null {
  const lines = stderr.split(/[\r\n]+/).map((line) => line.trim());
  // A session that is refused is followed by what ssh says of its further attempts.
  const refused = lines.find((line) => isRefused(line));
  if (refused !== undefined) return refused;
  // Those of ports that lead there: nobody listened yet.
  const last = lines.findLast((line) => /\w/.test(line) && !/^channel \d+: open failed/.test(line)) ?? null;
  const [warning] = /WARNING: [A-Z ]*IDENTIFICATION HAS CHANGED!/.exec(stderr) ?? [];
  return last === null || warning === undefined ? last : `${warning} ${last}`;
}

/** Whether sshd allows no further session. Sample: `mux_client_request_session: session request failed: Session open refused by peer`. */
export const isRefused = (stderr: string): boolean => /[Ss]ession open refused/.test(stderr);

/** Whether sshd leads to no port there. Sample: `channel 3: open failed: administratively prohibited: open failed`. */
export const isForbidden = (stderr: string): boolean => /open failed: administratively prohibited/.test(stderr);

/** Why a host cannot be used, by what ssh printed. */
export function unreachable(host: string, stderr: string, otherwise = 'ssh ended without a word'): ExpectedError {
  const words = wordsOf(stderr) ?? otherwise;
  return new ExpectedError('host-unreachable', `${host}: ${words}`, remedyFor(host, stderr));
}

/** Samples are in test/host/ssh/ssh-words.test.ts. */
function remedyFor(host: string, stderr: string): string {
  const byHand = `ssh ${host} by hand tells more`;
  if (/IDENTIFICATION HAS CHANGED/.test(stderr)) {
    return `see that it is the right machine, then give ssh its new key (ssh-keygen -R removes the old one); ${byHand}`;
  }
  if (/Host key verification failed|No .* host key is known/.test(stderr)) {
    return `see that it is the right machine: ${byHand}, and takes its key`;
  }
  if (/Permission denied|Too many authentication failures/.test(stderr)) {
    return `it must let you in without a question: with a key that is in an agent or has no passphrase; ${byHand}`;
  }
  if (/Could not resolve/.test(stderr)) return 'give a name of ~/.ssh/config or of the network, or an address';
  if (isRefused(stderr))
    return 'its sshd must allow 2 sessions a connection, and does 10 by itself: see MaxSessions there';
  if (stderr.includes(noFolder))
    return 'free some room in /tmp there, or set TMPDIR there to a folder on a disk without noexec';
  if (/Connection refused/.test(stderr)) return `is sshd running there? ${byHand}`;
  return byHand;
}

/** What a host printed that let nobody in, such as `This account is currently not available.`, and what was said of that. */
export const saidOf = (stdout: string, stderr: string): string =>
  stderr.includes(noFolder) ? stderr : [wordsOf(stdout), wordsOf(stderr)].filter((words) => words !== null).join(' ');

/** A host of which nothing is heard any more, or that broke off. */
export const hostLost = (host: string, what: string): ExpectedError =>
  new ExpectedError(
    'host-lost',
    `${host}: ${what}`,
    'what ran there has ended or ends within seconds by itself; begin again when it is back',
  );

/** What a host said when something could not be written or built there. */
export function unwritable(host: string, stderr: string): ExpectedError {
  const words = wordsOf(stderr) ?? 'it does not say why';
  const message = `${host}: cannot write there: ${words}`;
  if (/No space left|quota exceeded/i.test(stderr)) {
    return new ExpectedError(
      'host-full',
      message,
      'free some room there, or set TMPDIR there to a folder that has some',
    );
  }
  return new ExpectedError('host-unwritable', message, 'set TMPDIR there to a folder that may be written');
}
