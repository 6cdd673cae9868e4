/**
 * A line of one of our native programs on another machine, its times brought to our clock; any other line as it is.
 * `offsetNs`: their clock - ours. Samples: `mark 123000000000 123000010000 rx=1024`, `sample 123000010000 rx=1024`. A mark
 * that was asked for at once has 0 as the first time.
 */
export function onOurClock(line: string, offsetNs: number): string {
  const [, word, times = '', rest = ''] = /^(mark|sample)((?: \d+)+)((?: \D.*)?)$/.exec(line) ?? [];
  if (word === undefined) return line;
  const ours = times.replaceAll(/\d+/g, (time) => (time === '0' ? time : String(Math.round(Number(time) - offsetNs))));
  return `${word}${ours}${rest}`;
}
