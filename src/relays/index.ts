import type { RelayProgramName } from '../model/names.js';
import { builtin } from './builtin.js';
import { haproxy } from './haproxy.js';
import { nghttpx } from './nghttpx.js';
import { nginx } from './nginx.js';
import type { Relay } from './relay.js';
import { skrouterd } from './skrouterd.js';

export const relays: Readonly<Record<RelayProgramName, Relay>> = { skrouterd, nginx, nghttpx, haproxy, builtin };
