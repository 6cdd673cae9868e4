import type { Instrument } from './stage.js';

const nothing = async (): Promise<void> => {};

/** For runs that nobody looks into. */
export const noInstrument: Instrument = {
  channels: new Map(),
  wantsClient: false,
  open: nothing,
  approach: nothing,
  begin: () => {},
  end: nothing,
  close: nothing,
};
