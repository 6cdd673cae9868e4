import { profileSchema, type Profile } from '../model/profile.js';
import { readDocument } from './document.js';

export const profileName = 'profile.json';

/** Reads the `profile.json` of a run folder; throws `no-run` or `unreadable-run`. */
export const readProfile = (folder: string): Profile => readDocument(folder, profileName, profileSchema);
