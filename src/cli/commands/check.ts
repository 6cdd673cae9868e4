import { Command } from '@commander-js/extra-typings';
import { exitCodes } from '../../errors.js';
import type { Placements } from '../../model/placement.js';
import { hostPlaces } from '../hosts-option.js';

/** `flimflam check`: what is here, what is missing, how to install it. Exit code 1 if something required is missing. */
export function checkCommand() {
  return new Command('check')
    .description('look at this machine: what is installed, what is missing, and how to get it')
    .option('--hosts <list>', 'look at the machines of a chain instead: relay1=HOST,server=HOST/ADDRESS', hostPlaces)
    .option('--ignore-perf', 'leave perf out')
    .option('--json', 'print the findings as JSON')
    .action(async ({ hosts, ignorePerf = false, json = false }) => {
      const { report, text } = hosts === undefined ? await ofThisMachine(ignorePerf) : await ofHosts(hosts, ignorePerf);
      process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : text());
      if (!report.ok) process.exitCode = exitCodes.failed;
    });
}

async function ofThisMachine(ignorePerf: boolean) {
  const { check } = await import('../../app/check/check.js');
  const { checkText } = await import('../../report/check-text.js');
  const report = await check({ ignorePerf });
  return { report, text: () => checkText(report) };
}

async function ofHosts(hosts: Placements, ignorePerf: boolean) {
  const { checkHosts } = await import('../../app/check/hosts.js');
  const { hostsText } = await import('../../report/hosts-check-text.js');
  const report = await checkHosts(hosts, { ignorePerf });
  return { report, text: () => hostsText(report) };
}
