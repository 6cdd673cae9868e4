import type { ProgramSpec } from '../model/program.js';
import { documentFile, documentRoot, h2loadClient, httpLoad, h2loadProgram } from './http-load.js';
import type { Ends, Workload } from './workload.js';

const nginxProgram: ProgramSpec = {
  executable: 'nginx',
  version: { arguments: ['-v'], pattern: /nginx\/(\S+)/ },
  packages: { apt: 'nginx', dnf: 'nginx' },
};

/** HTTP/1 with keep-alive, against nginx: every job one connection with one request at a time. */
export const h2loadH1: Workload = {
  ...httpLoad('HTTP/1'),
  name: 'h2load-h1',
  description: 'HTTP/1 requests for 1 KiB (h2load --h1 against nginx), with latency percentiles',
  protocols: ['tcp', 'http1'],
  programs: { client: h2loadProgram, server: nginxProgram },
  plan: (ends) => {
    const config = 'server.nginx.conf';
    return {
      client: h2loadClient(ends, ['--h1']),
      server: {
        argv: [ends.programs.server.path, '-e', 'stderr', '-p', ends.folder, '-c', `${ends.folder}/${config}`],
        files: [documentFile, { path: config, text: serverConfig(ends) }],
        channel: false,
        ready: [{ kind: 'listening', port: ends.serverPort }],
      },
    };
  },
};

function serverConfig({ serverHost, serverPort, threads, asRoot, scenario: { jobs } }: Ends): string {
  return [
    // A run folder is readable by its owner alone, so workers of a root master must stay root.
    ...(asRoot ? ['user root;'] : []),
    'daemon off;',
    `worker_processes ${threads};`,
    // Paths are relative to the run folder (-p), whose own path may hold blanks.
    'pid server.nginx.pid;',
    'error_log stderr warn;',
    'events {',
    `    worker_connections ${1024 + jobs};`,
    '}',
    'http {',
    '    access_log off;',
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (kind) => `    ${kind}_temp_path server.nginx-${kind};`,
    ),
    '    keepalive_requests 1000000000;',
    '    server {',
    `        listen ${serverHost}:${serverPort};`,
    `        root ${documentRoot};`,
    '    }',
    '}',
    '',
  ].join('\n');
}
