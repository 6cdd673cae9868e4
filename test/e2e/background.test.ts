import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectSound } from './sound.js';
import { Place, short, withCheckout } from './support.js';

withCheckout();

test.each(['none', 'builtin'])('requests while streams fill the chain, over %s', async (relay) => {
  for (const rate of [[], ['--rate', '500/s']]) {
    const place = new Place();
    const words = ['run', '-w', 'builtin-rr', '-r', relay, '--background', '3', ...rate, ...short];
    const { stdout } = await place.run(words);
    const [folder = ''] = place.runFolders();
    const { results, resources, series } = expectSound(folder);
    const { background, latency } = results!;
    expect(background).toMatchObject({ streams: 3 });
    expect(background!.bits).toBeGreaterThan(8e5);
    expect(latency!.count).toBeGreaterThan(0);
    // Requests are a byte each: nothing of the streams is in their count.
    expect(results!.bits).toBeLessThan(background!.bits);
    expect(series!.bits_per_second.every((bits) => (bits ?? 0) < background!.bits_per_second)).toBe(true);
    // What the streams used is no cost of the requests.
    expect(Object.values(resources).map((one) => one.cpu_seconds_per_1000_operations)).not.toContainEqual(
      expect.any(Number),
    );
    expect(stdout).toMatch(/builtin-rr.*beside 3 streams/);
    expect(stdout).toMatch(/background +\S+ .b\/s over 3 streams/);
    expect(readFileSync(join(folder, 'reproduce.sh'), 'utf8')).toContain('--background 3');
  }
});
