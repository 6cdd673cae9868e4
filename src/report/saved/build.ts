import type { SavedBuild } from '../../model/saved.js';
import type { Binary, Summary } from '../../model/summary.js';
import { notAvailable } from '../../units/quantity.js';

/** Long enough to tell the builds of one table apart. */
const shownDigits = 8;

/** The relay of a run, and its Proton if it is a router; null without a relay, and where it could not be read. */
export function buildOf({ environment, trust }: Summary): SavedBuild | null {
  const relay = environment?.relay ?? null;
  if (relay === null) return null;
  const proton = (trust?.libraries['relay_1'] ?? []).find(isProton);
  return { version: relay.version, build_id: relay.build_id, proton_build_id: proton?.build_id ?? null };
}

const isProton = ({ path }: Binary): boolean => /libqpid-proton[^/]*$/u.test(path);

/** The same text for the same files; without build ids the version has to tell. */
export const buildKey = (build: SavedBuild | null): string =>
  build === null ? '' : [build.build_id ?? `version ${build.version}`, build.proton_build_id].join(' ');

/** Version and first digits of the build id: `1.26.3 9c1e44d0`. */
export function buildLabel(build: SavedBuild | null): string {
  if (build === null) return notAvailable;
  const words = [build.version, build.build_id?.slice(0, shownDigits)].filter((word) => word != null);
  return words.length === 0 ? notAvailable : words.join(' ');
}

/** The same, with the Proton: for where two builds of a router may differ in nothing else. */
export function buildLabelWithProton(build: SavedBuild | null): string {
  const proton = build?.proton_build_id ?? null;
  return proton === null ? buildLabel(build) : `${buildLabel(build)} + ${proton.slice(0, shownDigits)}`;
}
