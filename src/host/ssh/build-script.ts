import { quoteForShell } from '../../units/shell.js';
import type { NativeSource } from '../native-sources.js';

/** What the script prints on stderr when a tool is missing, before its name. */
export const missingTool = 'flimflam misses';

/** Lines of make's output that are told when it fails: the first error is among them, as make ends with it. */
const wordLines = 40;

/**
 * A script for a POSIX shell that brings the sources of our programs along, builds them, and leaves nothing but the programs
 * in the folder.
 */
export function buildScript(folder: string, sources: readonly NativeSource[]): string {
  const files = sources.map(({ path, text }) => {
    const end = delimiterFor(text);
    return `cat >${quoteForShell(path)} <<'${end}'\n${text}${text.endsWith('\n') ? '' : '\n'}${end}\n`;
  });
  const folders = [...new Set(sources.map(({ path }) => path.split('/').slice(0, -1).join('/')))].filter(Boolean);
  return `umask 077
cd ${quoteForShell(folder)} && echo $$ >build.pid || exit 1
for tool in make "\${CC:-cc}"; do
  command -v "$tool" >/dev/null || { echo "${missingTool} $tool" >&2; exit 1; }
done
mkdir native && cd native && mkdir ${folders.map(quoteForShell).join(' ')} || exit 1
{
${files.join('')}} || exit 1
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null) || jobs=1
unset MAKEFLAGS MFLAGS
make -j"$jobs" BUILD=built all >log 2>&1 </dev/null || { tail -n ${wordLines} log >&2; exit 1; }
mv built/flimflam-* .. && cd .. && rm -rf native build.pid
`;
}

/** A line that ends a here-document, and does not stand in it. */
function delimiterFor(text: string): string {
  const lines = new Set(text.split('\n'));
  let end = 'END_OF_FILE';
  while (lines.has(end)) end += '_';
  return end;
}
