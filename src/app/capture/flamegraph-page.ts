import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Findings } from '../../captures/capture.js';
import { readPageScript } from '../../host/page-script.js';
import type { Summary } from '../../model/summary.js';
import { surroundingsOf } from '../../report/flamegraph/of-run.js';
import { flamegraphPage } from '../../report/flamegraph/page.js';
import { profileName, readProfile } from '../../store/profile-file.js';
import { keep, pageName, type PageMade } from './page-made.js';

/** The page of what was read of a file, with all that is known of its run. */
export function pageOf(found: Findings, summary: Summary | null, file: { label: string; path: string }): PageMade {
  const { profile, warnings, files = {} } = found;
  if (profile === undefined) throw new Error('a flame graph is made of a profile');
  const bundle = readPageScript('flamegraph');
  const facts = [{ label: 'File', value: file.path }];
  const around =
    summary === null
      ? { title: file.label, facts, warnings, texts: [], bundle }
      : surroundingsOf({ ...summary, warnings: [...summary.warnings, ...warnings] }, bundle);
  keep(pageName, flamegraphPage({ ...around, profile: profile.tree }));
  for (const [name, text] of Object.entries(files)) if (name !== profileName) keep(name, text);
  return { name: pageName, warnings };
}

/** The page of a run whose call tree is saved; null if it is not. */
export function pageOfSaved(folder: string, summary: Summary): PageMade | null {
  if (!existsSync(join(folder, profileName))) return null;
  keep(
    pageName,
    flamegraphPage({ ...surroundingsOf(summary, readPageScript('flamegraph')), profile: readProfile(folder) }),
  );
  return { name: pageName, warnings: [] };
}
