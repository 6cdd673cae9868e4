import { ExpectedError } from '../errors.js';
import { connectTls, listenTls, readTlsLine, tlsLog, toldOfTls } from './nginx-tls.js';
import type { Link, Relay } from './relay.js';
import { choiceOption, sizeOption } from './options.js';

/** nginx: the stream proxy for tcp, the HTTP proxy for http1. */
export const nginx: Relay = {
  name: 'nginx',
  description: 'nginx: stream proxy (tcp), HTTP/1 proxy (http1)',
  protocols: ['tcp', 'http1'],
  program: {
    executable: 'nginx',
    version: { arguments: ['-v'], pattern: /nginx\/(\S+)/ },
    packages: { apt: 'nginx libnginx-mod-stream', dnf: 'nginx nginx-mod-stream' },
    facts: { arguments: ['-V'], read: streamModule },
  },
  options: {
    proxyBufferSize: sizeOption('stream proxy_buffer_size in bytes', 1024, 1 << 24),
    reuseport: choiceOption('one listening socket for each worker', ['on', 'off']),
  },
  extraPorts: 0,
  ownConfig: true,
  plan: (link) => {
    const config = `${link.role}.nginx.conf`;
    return {
      // -e: before it has read its configuration nginx would log to a system folder.
      argv: [link.program.path, '-e', 'stderr', '-p', link.folder, '-c', `${link.folder}/${config}`],
      files: [{ path: config, text: link.config?.text ?? configText(link) }],
      channel: false,
      ready: [{ kind: 'listening', port: link.listenPort }],
    };
  },
  tls: {
    protocols: ['tcp', 'http1'],
    // Sample: `2026/11/23 10:15:02 [error] 41#41: *1 upstream SSL certificate verify error: (10:certificate has expired) ...`
    refused: (line) => /\[(?:error|crit|info)\].*(?:SSL_do_handshake|SSL_read|SSL certificate|SSL_write)/.test(line),
    told: { file: tlsLog, read: readTlsLine },
  },
  logLevel: (line) => (/\[(emerg|alert|crit|error)\]/.test(line) ? 'error' : /\[warn\]/.test(line) ? 'warning' : null),
};

/**
 * Where this nginx keeps its stream module: its own words (`nginx -V`) tell, no distribution's path is assumed.
 * Sample: `--modules-path=/usr/lib/nginx/modules ... --with-stream=dynamic`.
 */
export function streamModule(output: string, exists: (path: string) => boolean): Record<string, string> {
  if (/--with-stream(\s|$)/m.test(output)) return { stream_module: 'builtin' };
  const prefix = /--prefix=(\S+)/.exec(output)?.[1] ?? '/usr/local/nginx';
  const folder = /--modules-path=(\S+)/.exec(output)?.[1] ?? `${prefix}/modules`;
  const path = `${folder}/ngx_stream_module.so`;
  return exists(path) ? { stream_module: path } : {};
}

function configText(link: Link): string {
  const stream = link.protocol === 'tcp';
  const module = link.program.facts['stream_module'];
  if (stream && module === undefined) {
    throw new ExpectedError(
      'nginx-no-stream',
      `this nginx (${link.program.path}) has no stream module, which tcp needs`,
      'install libnginx-mod-stream (Debian) or nginx-mod-stream (Fedora), or use --protocol http1',
    );
  }
  return [
    // A run folder is readable by its owner alone, so workers of a root master must stay root.
    ...(link.asRoot ? ['user root;'] : []),
    ...(stream && module !== 'builtin' ? [`load_module ${module};`] : []),
    'daemon off;',
    'master_process on;',
    `worker_processes ${link.threads};`,
    // Paths are relative to the run folder (-p), whose own path may hold blanks.
    `pid ${link.role}.nginx.pid;`,
    'error_log stderr warn;',
    'events {',
    // nginx allots memory for all of them at its start; a job may come to take two in any one worker.
    `    worker_connections ${1024 + 2 * link.jobs};`,
    '}',
    ...(stream ? streamBlock(link) : httpBlock(link)),
    '',
  ].join('\n');
}

function listen(link: Link): string {
  const tls = link.tls.listen === null ? '' : ' ssl';
  return `listen ${link.listenHost}:${link.listenPort}${tls}${link.options['reuseport'] === 'on' ? ' reuseport' : ''};`;
}

function streamBlock(link: Link): string[] {
  const bufferSize = link.options['proxyBufferSize'];
  return [
    'stream {',
    ...toldOfTls(link, '$connection'),
    '    server {',
    `        ${listen(link)}`,
    `        proxy_pass ${link.connectHost}:${link.connectPort};`,
    ...listenTls(link),
    ...connectTls(link, ['proxy_ssl on;']),
    ...(bufferSize === undefined ? [] : [`        proxy_buffer_size ${bufferSize};`]),
    '    }',
    '}',
  ];
}

function httpBlock(link: Link): string[] {
  return [
    'http {',
    ...(link.tls.listen === null ? ['    access_log off;'] : toldOfTls(link, '$connection:$connection_requests')),
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (kind) => `    ${kind}_temp_path ${link.role}.nginx-${kind};`,
    ),
    '    keepalive_requests 1000000000;',
    '    upstream next {',
    `        server ${link.connectHost}:${link.connectPort};`,
    '        keepalive 1024;',
    '        keepalive_requests 1000000000;',
    '    }',
    '    server {',
    `        ${listen(link)}`,
    ...listenTls(link),
    ...connectTls(link, []),
    '        location / {',
    `            proxy_pass ${link.tls.connect === null ? 'http' : 'https'}://next;`,
    '            proxy_http_version 1.1;',
    '            proxy_set_header Connection "";',
    '        }',
    '    }',
    '}',
  ];
}
