import { messageOf } from '../../errors.js';
import type { Host } from '../../host/host.js';
import { hostNamed } from '../../host/hosts.js';
import { readMachine, type Machine } from '../../host/machine.js';
import { packageManager } from '../../host/packages.js';
import type { CheckReport, Finding } from '../../model/check.js';
import { thisMachine } from '../../model/placement.js';
import type { PackageManager } from '../../model/program.js';
import { knownRelays } from '../../relays/index.js';
import { knownWorkloads } from '../../workloads/index.js';
import { checkClientTls } from '../client-tls.js';
import { findCalibrations } from './calibrations.js';
import { checkCaptures } from './captures.js';
import { checkNode, checkPerfEvents, checkProc, machineFacts, otherFacts } from './machine.js';
import { basicNeeds, certificatesNeed, neededPrograms, perfNeed, type Need } from './needs.js';
import { blankFinding, checkProgram, type CheckedProgram } from './program.js';
import { checkStreamModule } from './stream-module.js';

/** Looks at everything that Flimflam's commands need; never stops at the first thing that is wrong. */
export async function check(options: { ignorePerf: boolean }, environment = process.env): Promise<CheckReport> {
  const host = await hostNamed(thisMachine);
  const variables = Object.fromEntries(
    Object.entries(environment).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  const machine = await machineOrMessage();
  const distribution = typeof machine === 'string' ? { id: 'linux', idLike: [] } : machine.distribution;
  const manager = packageManager(distribution);
  const needs: Need[] = [
    ...basicNeeds,
    ...neededPrograms(knownRelays(), knownWorkloads()),
    certificatesNeed,
    ...(options.ignorePerf ? [] : [perfNeed(distribution.id)]),
  ];
  const programs = await Promise.all(needs.map((need) => checkProgram(need, manager, host, variables)));
  const routerIsHere = programs.some(({ finding }) => finding.name === 'skrouterd' && finding.state === 'found');
  const findings = [
    careful('node', true, () => checkNode(process.versions.node, process.execPath)),
    careful('/proc', true, () => checkProc()),
    ...(await Promise.all(programs.map((checked) => withParts(checked, manager, host)))).flat(),
    ...(options.ignorePerf ? [] : [careful('perf events', false, () => checkPerfEvents())]),
  ];
  return {
    facts: [
      ...(typeof machine === 'string' ? [{ name: 'machine', value: machine }] : machineFacts(machine)),
      ...otherFacts(),
    ],
    findings,
    calibrations: await findCalibrations(environment),
    captures: options.ignorePerf ? [] : await checkCaptures(environment, routerIsHere),
    ok: findings.every(({ required, state }) => !required || state === 'found'),
  };
}

async function machineOrMessage(): Promise<Machine | string> {
  try {
    return await readMachine();
  } catch (error) {
    return `cannot be read: ${messageOf(error)}`;
  }
}

function careful(name: string, required: boolean, look: () => Finding): Finding {
  try {
    return look();
  } catch (error) {
    return { ...blankFinding(name, '', required), state: 'broken', note: messageOf(error) };
  }
}

/** After nginx comes its stream module; after our load the object of its TLS. */
async function withParts(
  { finding, program }: CheckedProgram,
  manager: PackageManager | null,
  host: Host,
): Promise<Finding[]> {
  if (finding.name === 'flimflam-load') return [finding, await checkClientTls(program, manager, host)];
  return finding.name === 'nginx' ? [finding, checkStreamModule(program, manager)] : [finding];
}
