import { capacitySchema, type Capacity } from '../model/capacity.js';
import { sweepSchema, type Sweep } from '../model/sweep.js';
import { readDocument } from './document.js';
import { capacityName, sweepName } from './names.js';

/** Reads the `sweep.json` of a folder; throws `no-run` or `unreadable-run`. */
export const readSweep = (folder: string): Sweep => readDocument(folder, sweepName, sweepSchema);

/** Reads the `capacity.json` of a folder; throws `no-run` or `unreadable-run`. */
export const readCapacity = (folder: string): Capacity => readDocument(folder, capacityName, capacitySchema);
