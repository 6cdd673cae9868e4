import type { ProgramSpec } from '../model/program.js';
import { documentFile, documentRoot, h2loadClient, h2loadProgram, httpLoad } from './http-load.js';
import type { Workload } from './workload.js';

const nghttpdProgram: ProgramSpec = {
  executable: 'nghttpd',
  version: { arguments: ['--version'], pattern: /nghttp2\/(\S+)/ },
  packages: { apt: 'nghttp2-server', dnf: 'nghttp2' },
};

/** HTTP/2 without TLS, against nghttpd: every job one connection with one request at a time. */
export const h2load: Workload = {
  ...httpLoad('HTTP/2'),
  name: 'h2load',
  description: 'HTTP/2 requests for 1 KiB (h2load against nghttpd), with latency percentiles',
  protocols: ['tcp', 'http2'],
  programs: { client: h2loadProgram, server: nghttpdProgram },
  plan: (ends) => ({
    client: h2loadClient(ends, []),
    server: {
      argv: [
        ...[ends.programs.server.path, `--address=${ends.serverHost}`, '--no-tls', '-n', String(ends.threads)],
        ...['-d', `${ends.folder}/${documentRoot}`, String(ends.serverPort)],
      ],
      files: [documentFile],
      channel: false,
      ready: [{ kind: 'listening', port: ends.serverPort }],
    },
  }),
};
