// What `compare` calls on real relays: a build against a copy of itself, and differences that are known.
// It takes about half an hour: `npm run bench real-calls`, or `node bench/real-calls.mjs TIMES` alone.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fromTypeScript } from './from-typescript.mjs';
import { root, verdict } from './measure.mjs';

const times = 20;
const short = ['--warmup', '0.3', '--duration', '0.6'];
const pairs = ['--pairs', '10'];
const equal = ['builtin', 'nginx'];

/** Two sides, and what is known of them: what B must be called, or only that it differs. */
const known = [
  { a: 'builtin', b: 'builtin:burn=200', words: ['worse'], because: 'B burns 200 us of CPU for each MiB' },
  { a: 'nginx', b: 'haproxy:splice=on', words: ['better'], because: 'B copies nothing' },
  {
    ...{ a: 'skrouterd:workerThreads=1', b: 'skrouterd:workerThreads=4', words: ['better', 'worse'] },
    because: 'one worker, or four',
  },
];

/** Seconds that a run may take beside warm-up and window. */
const mostBeside = { builtin: 1, nginx: 1, skrouterd: 3.2 };

export async function benchRealCalls(_, count = times) {
  const { binomialInterval } = await fromTypeScript('src/stats/binomial');
  const home = mkdtempSync(join(tmpdir(), 'flimflam-calls-'));
  try {
    return [
      ...equal.flatMap((relay) => callsOf(relay, count, home, binomialInterval)),
      ...known.flatMap((one) => knownCall(one, home)),
    ];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** How often a relay is called different from itself. */
function callsOf(relay, count, home, binomialInterval) {
  const answers = Array.from({ length: count }, () => flimflam(['calibrate', '-r', relay, ...short, ...pairs], home));
  const judged = answers.filter(({ answer }) => answer.verdict !== null);
  const called = judged.filter(({ answer }) => ['better', 'worse'].includes(answer.verdict)).length;
  const { lower, upper } = binomialInterval(called, judged.length) ?? { lower: 0, upper: 1 };
  console.log(`${relay} against a copy of itself, ${count} comparisons of 10 pairs, windows of 0.6 s`);
  console.log(`  judged ${judged.length}, called different ${called}: [${percent(lower)} .. ${percent(upper)}]`);
  const words = ['same', 'unsure', 'better', 'worse'].map(
    (word) => `${word} ${judged.filter(({ answer }) => answer.verdict === word).length}`,
  );
  console.log(`  verdicts: ${words.join(', ')}; changes ${judged.map(changeText).join(' ')}`);
  // Not so many that 5 % would hardly show them: then 1 in 20 comparisons is as it should be.
  const met = lower <= 0.05;
  console.log(`  ${met ? 'agrees' : 'DOES NOT AGREE'} with at most 5 %`);
  return [met, besideOf(relay, answers)];
}

function knownCall({ a, b, words, because }, home) {
  const [relay] = a.split(':');
  const result = flimflam(['compare', a, b, ...short], home);
  const { verdict: word, sentence } = result.answer;
  const met = words.includes(word);
  console.log(`${a} against ${b} (${because}): ${met ? '' : 'NOT FOUND: '}${sentence}`);
  return relay in mostBeside ? [met, besideOf(relay, [result])] : [met];
}

/** What a run of a pair takes beyond its warm-up and window, from the begin of one to that of the next. */
function besideOf(relay, results) {
  const each = results.flatMap(({ comparison }) => {
    const { runs, configuration } = comparison;
    const begins = runs.map(({ started }) => Date.parse(started) / 1000);
    const between = begins.slice(1).map((begin, at) => begin - begins[at]);
    return between.map((seconds) => seconds - configuration.warmup - configuration.duration);
  });
  return verdict(`  seconds beyond warm-up + window, ${relay}, ${each.length} runs`, each, {
    atMost: mostBeside[relay],
  });
}

const percent = (share) => `${(100 * share).toFixed(1)} %`;

const changeText = ({ answer }) => percent(answer.primary.change ?? NaN);

function flimflam(args, home) {
  const { stdout, stderr } = spawnSync(join(root, 'flimflam'), [...args, '--json', '--quiet', '--output', home], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    // The record of the user is not for comparisons as short as these.
    env: { ...process.env, XDG_STATE_HOME: home },
    cwd: home,
  });
  try {
    const { answer, comparison } = JSON.parse(stdout);
    for (const name of readdirSync(home).filter((one) => /^\d{8}-/.test(one)))
      rmSync(join(home, name), { recursive: true });
    return { answer, comparison };
  } catch {
    throw new Error(`flimflam ${args.join(' ')}: ${stderr}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const met = await benchRealCalls(null, Number(process.argv[2] ?? times));
  process.exitCode = met.every(Boolean) ? 0 : 1;
}
