import { installLine } from '../../host/packages.js';
import type { Finding } from '../../model/check.js';
import type { InstalledProgram, PackageManager } from '../../model/program.js';
import { nginxStreamModule } from './needs.js';
import { blankFinding } from './program.js';

/** The module of nginx that forwards tcp, which is a package of its own; `nginx` null: it is not there at all. */
export function checkStreamModule(nginx: InstalledProgram | null, manager: PackageManager | null): Finding {
  const blank = blankFinding('nginx stream', 'relay nginx: tcp', false);
  const module = nginx?.facts['stream_module'];
  if (module === undefined) return { ...blank, remedy: installLine(nginxStreamModule, manager) };
  return { ...blank, ...(module === 'builtin' ? { note: 'built in' } : { path: module }), state: 'found' };
}
