import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Milliseconds; node starts in some 100. */
const patience = 10_000;

function node(words: readonly string[], folder?: string): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    ...(folder === undefined ? {} : { cwd: folder }),
    encoding: 'utf8',
    timeout: patience,
    killSignal: 'SIGKILL',
  });
  return { status, stdout: stdout ?? '', stderr: stderr ?? '' };
}

/**
 * Absolute path of a module, found as `import` in a file of this folder would find it; else node's own words. Node 20 tells
 * this only of the file that asks, so a node is started in the folder.
 */
export function resolveModule(name: string, folder: string): { path: string } | { failure: string } {
  const program = `import { writeSync } from 'node:fs'; writeSync(1, import.meta.resolve(${JSON.stringify(name)}));`;
  const { status, stdout, stderr } = node(['--input-type=module', '--eval', program], folder);
  if (status === 0) {
    return stdout.startsWith('file:') ? { path: fileURLToPath(stdout) } : { failure: `it is ${stdout}, and no file` };
  }
  // Sample: `Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'x' imported from /home/me/[eval1]`.
  const [, words = 'node gave no reason'] = /^\w*Error(?: \[\w+\])?: (.*)$/m.exec(stderr) ?? [];
  return { failure: words.replace(/ imported from .*$/, '') };
}

/** The line of a file at which its syntax is wrong; null if it is not, or if node does not tell. */
export function syntaxLine(path: string): number | null {
  // Sample of its first line: `file:///home/me/relay.mjs:3`, or `/home/me/relay.cjs:3`.
  const [, line] = /^\S.*:(\d+)$/m.exec(node(['--check', path]).stderr) ?? [];
  return line === undefined ? null : Number(line);
}
