import type { ReportData } from '../page/report-data.js';
import { byId, startThemeButton } from './controls.js';
import { DifferenceView } from './difference-view.js';
import { startFigures } from './figures.js';
import './page.css';
import './report.css';
import { startGraph } from './graph.js';
import { ProfileView } from './profile-view.js';
import { sayReady } from './ready.js';

const data = JSON.parse(byId('data', HTMLElement).textContent ?? '') as ReportData;
startThemeButton();
startFigures(data.figures);
if (data.graph !== null)
  startGraph(data.graph.kind === 'profile' ? new ProfileView(data.graph) : new DifferenceView(data.graph));
sayReady();
