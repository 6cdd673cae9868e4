import { expect, test } from 'vitest';
import { withMeasureOptions } from '../../src/cli/measure.js';

/** Whether the options come as far as the run. */
async function accepted(words: string): Promise<boolean> {
  let ran = false;
  const command = withMeasureOptions('run').action(() => {
    ran = true;
  });
  await command.parseAsync(words.split(' '), { from: 'user' });
  return ran;
}

const attach = '--attach 127.0.0.1:5001 --attach-server 127.0.0.1:5002';

test.each(['--hops 2', '--relay-threads 2', '--cpu-limit 1'])(
  '%s is refused with --attach, although it says what is said when nobody does',
  async (option) => {
    const name = option.split(' ')[0]!;
    await expect(accepted(`${attach} ${option}`)).rejects.toThrow(
      `${name} decides how relays are started, and those of --attach run already`,
    );
    expect(await accepted(option)).toBe(true);
  },
);

test('what is not about starting relays is taken', async () => {
  expect(await accepted(`${attach} --jobs 8 --ceilings --cpus client=0`)).toBe(true);
});
