import { nativeProgram } from '../model/program.js';
import { sizeOption } from './options.js';
import type { Relay } from './relay.js';

/** Our own zero-copy forwarder (epoll and splice): what a relay costs at the least. */
export const builtin: Relay = {
  name: 'builtin',
  description: "Flimflam's own zero-copy forwarder: the ideal relay",
  protocols: ['tcp'],
  program: nativeProgram('flimflam-relay'),
  options: {
    pipeSize: sizeOption('bytes of each kernel pipe', 4096, 1 << 20),
    burn: sizeOption('microseconds of CPU burnt for each MiB, to have a known difference', 0, 1_000_000),
    corruptAfter: sizeOption('bytes of each flow, after which one is changed, for tests of --verify', 0, 1e12),
  },
  extraPorts: 0,
  plan: (link) => ({
    argv: [
      link.program.path,
      '--listen',
      `${link.listenHost}:${link.listenPort}`,
      '--connect',
      `${link.connectHost}:${link.connectPort}`,
      '--threads',
      String(link.threads),
      ...(link.options['pipeSize'] === undefined ? [] : ['--pipe-size', link.options['pipeSize']]),
      ...(link.options['burn'] === undefined ? [] : ['--burn', link.options['burn']]),
      ...(link.options['corruptAfter'] === undefined ? [] : ['--corrupt-after', link.options['corruptAfter']]),
    ],
    files: [],
    channel: true,
    ready: [{ kind: 'listening', port: link.listenPort }],
  }),
  logLevel: (line) => (line.trim() === '' ? null : 'error'),
};
