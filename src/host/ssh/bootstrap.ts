/** What a host tells of itself when ssh has reached it. */
export interface Greeting {
  /** Of the shell that becomes the guardian. */
  pid: number;
  /** Absolute path of the private folder there. */
  folder: string;
  /** `uname -m`. */
  machine: string;
  /** The address at which it answered ssh. */
  address: string;
  asRoot: boolean;
  environment: Record<string, string>;
}

const begin = 'flimflam begins';
const end = 'flimflam is here';
/** The words where there is no folder to be had. */
export const noFolder =
  'no folder takes programs: TMPDIR or /tmp, /var/tmp, /dev/shm, HOME are full, read-only or noexec';

/**
 * What the shell is told, a line each: that we are still there; `put SIZE`, after which so many bytes come; `split SIZE NAME...`,
 * which makes files of the folder of them; `try NAME...`, which has it start programs; and to become the guardian.
 */
export const said = { wait: 'wait', put: 'put', split: 'split', try: 'try', go: 'go' } as const;
/** What it answers: the bytes were written; they were not, for this reason; this program does not start, or all do. */
export const answered = {
  taken: 'flimflam has it',
  refused: 'flimflam has no room:',
  tried: 'flimflam tried',
} as const;

/** Seconds without a word from us after which nothing may be left there, while it is prepared and afterwards. */
const patience = 5;

/**
 * The first script on a host, in one line for `forAnyShell`. It makes a private folder where programs may be executed, tells
 * of the host, and waits; then it becomes the guardian. Whoever works in the folder meanwhile leaves its process id in a file
 * `NAME.pid`, so that it ends too when nothing is heard of us any more: a link that was cut gives no end of input.
 */
export const bootstrapScript: string = [
  // Whom it tells may be gone; then its input ends too, and it cleans up. Unlike one that is ignored, this ends with `exec`.
  'umask 077; trap : PIPE; d=;',
  // Some mount /tmp so that nothing can be executed there, and a full one takes no file.
  'for p in "${TMPDIR:-/tmp}" /var/tmp /dev/shm "$HOME"; do',
  '  d=$(mktemp -d "$p/flimflam-XXXXXXXX" 2>/dev/null) || continue;',
  '  if (echo "exit 0" >"$d/try" && chmod 700 "$d/try" && "$d/try") 2>/dev/null; then rm "$d/try"; break; fi;',
  '  rm -rf "$d"; d=;',
  'done;',
  `if [ -z "$d" ]; then echo "${noFolder}" >&2; exit 1; fi;`,
  'clean() { kill $(cat "$d"/*.pid 2>/dev/null) 2>/dev/null; rm -rf "$d" 2>/dev/null || { sleep 1; rm -rf "$d"; }; };',
  // Its sleep is a child that it waits for, so that both end at once when they are no longer needed.
  '(n=0; s=; stop() { kill $s; exit 0; }; trap stop TERM; while :; do',
  '  sleep 1 & s=$! ; wait $s;',
  '  if [ -e "$d/heard" ]; then rm -f "$d/heard"; n=0; else n=$((n+1)); fi;',
  `  if [ $n -ge ${patience} ]; then clean; kill -9 $$; exit 0; fi;`,
  'done) </dev/null >/dev/null 2>&1 & watch=$! ;',
  `echo "${begin}"; echo "$$"; echo "$d"; uname -m; echo "$SSH_CONNECTION"; id -u; env; echo "${end}";`,
  'while read -r word first rest; do',
  '  case "$word" in',
  `  ${said.put})`,
  `    if e=$(head -c "$first" 2>&1 >>"$d/all"); then echo "${answered.taken}"; else echo "${answered.refused} $e"; break; fi;;`,
  `  ${said.split})`,
  '    e=; set -- $first $rest;',
  '    while [ $# -gt 1 ]; do e=$(head -c "$1" 2>&1 >"$d/$2") || break; shift 2; done <"$d/all";',
  `    rm -f "$d/all"; if [ $# -gt 1 ]; then echo "${answered.refused} $e"; break; fi; echo "${answered.taken}";;`,
  // An argument that none of them knows: they say so with code 2, or end with 0 as nobody says anything.
  `  ${said.try})`,
  '    for p in $first $rest; do',
  '      chmod 700 "$d/$p"; "$d/$p" --no-such-option </dev/null >/dev/null 2>&1; c=$?;',
  '      if [ $c -ne 0 ] && [ $c -ne 2 ]; then break; fi; p=;',
  '    done;',
  `    echo "${answered.tried} $p";;`,
  `  ${said.go})`,
  '    rm -f "$d/heard"; kill $watch;',
  `    exec "$d/flimflam-guardian" --through --heartbeat ${patience} --clear "$d";;`,
  '  esac;',
  '  : >"$d/heard";',
  'done;',
  'kill $watch; clean',
]
  .map((line) => line.trim())
  .join(' ');

/** Reads what the script told; null as long as it has not told all. What a login shell prints of its own stands before. */
export function parseGreeting(text: string): Greeting | null {
  const lines = text.split('\n');
  const first = lines.lastIndexOf(begin);
  const last = lines.indexOf(end, first);
  if (first < 0 || last < 0) return null;
  const [pid = '', folder = '', machine = '', connection = '', user = '', ...variables] = lines.slice(first + 1, last);
  return {
    pid: Number(pid),
    folder,
    machine,
    // Sample: `198.18.0.254 51234 198.18.0.1 22`
    address: connection.split(' ')[2] ?? '',
    asRoot: user === '0',
    environment: parseEnvironment(variables),
  };
}

/** Values may go on in further lines; one that looks like a variable is taken for one. */
function parseEnvironment(lines: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  let name: string | null = null;
  for (const line of lines) {
    const [, begun, value = ''] = /^([A-Za-z_]\w*)=(.*)$/.exec(line) ?? [];
    if (begun !== undefined) found[(name = begun)] = value;
    else if (name !== null) found[name] += `\n${line}`;
  }
  return found;
}

/** Whether the path can stand in scripts for any shell as it is; mktemp makes no other below an ordinary folder. */
export const isPlainPath = (path: string): boolean => /^\/[A-Za-z0-9_./-]+$/.test(path);
