import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Findings } from '../../captures/capture.js';
import { ExpectedError } from '../../errors.js';
import { readPageScript } from '../../host/page-script.js';
import type { CaptureName } from '../../model/names.js';
import type { Summary } from '../../model/summary.js';
import { surroundingsOf } from '../../report/flamegraph/of-run.js';
import { flamegraphPage } from '../../report/flamegraph/page.js';
import { linkHere } from '../../store/link-here.js';

/** What a capture leaves where the user stands: under which name, and what becomes of an earlier one. */
const links: Partial<Record<CaptureName, { name: string; earlier: string }>> = {
  record: { name: 'perf.data', earlier: 'perf.data.old' },
  c2c: { name: 'perf.data', earlier: 'perf.data.old' },
  mem: { name: 'perf.data', earlier: 'perf.data.old' },
  flamegraph: { name: 'flamegraph.html', earlier: 'old.flamegraph.html' },
  offcpu: { name: 'offcpu.html', earlier: 'old.offcpu.html' },
};

/** The pages of a captured run, by name. */
export function pagesOf(summary: Summary, { profile }: Findings): Record<string, string> {
  const kind = summary.capture?.kind;
  if (profile === undefined || (kind !== 'flamegraph' && kind !== 'offcpu')) return {};
  const page = flamegraphPage({ ...surroundingsOf(summary, readPageScript('flamegraph')), profile: profile.tree });
  return { [links[kind]!.name]: page };
}

/** Lets the user find the result of a run where he stands; returns its name there, or null if there is none. */
export function linkResult(folder: string, kind: CaptureName, here = process.cwd()): string | null {
  const link = links[kind];
  if (link === undefined || !existsSync(join(folder, link.name))) return null;
  try {
    linkHere(here, link.name, join(folder, link.name), link.earlier);
    return link.name;
  } catch (error) {
    // It is a convenience: everything is in the run folder.
    if (error instanceof ExpectedError) return null;
    throw error;
  }
}
