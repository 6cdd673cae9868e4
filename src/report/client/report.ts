import type { ReportData } from '../page/report-data.js';
import { restoreArrays, type WithSharedArrays } from '../page/shared-arrays.js';
import { byId, startThemeButton } from './controls.js';
import { startCopying } from './copy.js';
import { DifferenceView } from './difference-view.js';
import { startFigures } from './figures.js';
import './page.css';
import './report.css';
import { startGraph } from './graph.js';
import { ProfileView } from './profile-view.js';
import { sayReady } from './ready.js';

const text = byId('data', HTMLElement).textContent ?? '';
const data = restoreArrays(JSON.parse(text) as WithSharedArrays) as ReportData;
startThemeButton();
startFigures(data.figures);
startCopying();
if (data.graph !== null)
  startGraph(data.graph.kind === 'profile' ? new ProfileView(data.graph) : new DifferenceView(data.graph));
sayReady();
