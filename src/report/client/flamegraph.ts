import type { PageData } from '../flamegraph/page-data.js';
import { byId, startThemeButton } from './controls.js';
import { DifferenceView } from './difference-view.js';
import './page.css';
import { startGraph } from './graph.js';
import { ProfileView } from './profile-view.js';
import { sayReady } from './ready.js';

const data = JSON.parse(byId('data', HTMLElement).textContent ?? '') as PageData;
startThemeButton();
startGraph(data.kind === 'profile' ? new ProfileView(data) : new DifferenceView(data));
sayReady();
