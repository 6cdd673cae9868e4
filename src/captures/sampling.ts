import { basename } from 'node:path';
import { ExpectedError } from '../errors.js';
import type { CapabilityName } from '../model/capability.js';
import type { Profile, ProfileFacts } from '../model/profile.js';
import type { Captured, CaptureOptions, Findings } from './capture.js';
import { readScript } from './perf-script.js';
import { profileFacts } from './profile-facts.js';
import { ProfileTree } from './profile-tree.js';
import { profileWarnings, type Circumstances } from './profile-warnings.js';
import { ScriptReader } from './script-samples.js';

/** The file of the tree in the run folder. */
export const profileFile = 'profile.json';

/** What captures that sample running threads ask of the machine. */
export const samplingNeeds = ({ callGraph }: CaptureOptions): readonly CapabilityName[] =>
  callGraph === 'fp' ? ['sampling'] : ['sampling', callGraph];

/** What perf is told to sample running threads. */
export const samplingArguments = ({ frequency, callGraph, extra }: CaptureOptions): readonly string[] => [
  ...['record', '-F', String(frequency), '--call-graph', callGraph],
  ...extra,
];

/** A profile with all that is made of it. */
export type ProfileFindings = Findings & { profile: { facts: ProfileFacts; tree: Profile } };

/** Reads the samples of running threads. */
export async function digestSamples(captured: Captured, { callGraph }: CaptureOptions): Promise<ProfileFindings> {
  const found = new ProfileTree(captured);
  const lost = await readScript(captured, new ScriptReader(found.tree.frames, found));
  return profileFindings(found.profile(), { lost, leftOut: found.leftOut, callGraph }, captured);
}

/** What follows from a tree. Throws an expected error when there is none. */
export function profileFindings(
  tree: Profile | null,
  circumstances: Circumstances,
  captured: Pick<Captured, 'file' | 'marks'>,
): ProfileFindings {
  if (tree === null) throw noSamples(captured);
  const facts = profileFacts(tree);
  return {
    profile: { facts, tree },
    files: { [profileFile]: `${JSON.stringify(tree)}\n` },
    lost: circumstances.lost,
    warnings: profileWarnings(tree, facts, circumstances),
  };
}

function noSamples({ file, marks }: Pick<Captured, 'file' | 'marks'>): ExpectedError {
  if (marks === null) return new ExpectedError('no-samples', `there is no sample in ${basename(file)}`);
  const message = 'perf took no sample of the captured processes in the window';
  return new ExpectedError('no-samples', message, 'use a longer --duration, or see perf.log in the run folder');
}
