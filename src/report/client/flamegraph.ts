import type { PageData } from '../flamegraph/page-data.js';
import { byId, startThemeButton } from './controls.js';
import { DifferenceView } from './difference-view.js';
import './page.css';
import { startPage } from './page.js';
import { ProfileView } from './profile-view.js';

const data = JSON.parse(byId('data', HTMLElement).textContent ?? '') as PageData;
startThemeButton();
startPage(data.kind === 'profile' ? new ProfileView(data) : new DifferenceView(data));
