import { quoteForShell } from '../../units/shell.js';

/**
 * A script for a POSIX shell that is the leader of its process group, as the first one of a session is: it is killed with all
 * of the group when this path is no more. The guardian removes it at its end, whereas a session with a link that was cut
 * would stay for hours.
 */
export function guarded(path: string, script: string): string {
  const isThere = `[ -e ${quoteForShell(path)} ]`;
  return `(
  stop() { kill $s; exit 0; }
  s=
  trap stop TERM
  while kill -0 $$ && ${isThere}; do sleep 1 & s=$!; wait $s; done
  ${isThere} || kill -9 -$$ || kill -9 $$
) </dev/null >/dev/null 2>&1 &
watch=$!
(
${script}
)
code=$?
kill $watch 2>/dev/null
wait $watch 2>/dev/null
exit $code
`;
}
