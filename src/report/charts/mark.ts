import { symbol, symbolCircle, symbolSquare, symbolTriangle } from 'd3-shape';
import type { Series } from './chart.js';

type Mark = NonNullable<Series['mark']>;

const forms = { circle: symbolCircle, ring: symbolCircle, square: symbolSquare, triangle: symbolTriangle };

/** The outline of a mark around 0, 0: some 7 pixels wide. */
export const markPath = (mark: Mark): string => symbol(forms[mark], 40)() ?? '';
