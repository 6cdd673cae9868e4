import { join } from 'node:path';
import { capacitySchema, type Capacity } from '../model/capacity.js';
import { sweepSchema, type Sweep } from '../model/sweep.js';
import { writeDocument } from './document.js';
import { capacityName, sweepName } from './names.js';

/** Writes `sweep.json` into a folder in one step; throws `cannot-write` where the disk refuses. */
export const writeSweep = (folder: string, sweep: Sweep): void =>
  writeDocument(join(folder, sweepName), sweepSchema, sweep);

/** Writes `capacity.json` into a folder in one step; throws `cannot-write` where the disk refuses. */
export const writeCapacity = (folder: string, capacity: Capacity): void =>
  writeDocument(join(folder, capacityName), capacitySchema, capacity);
