import { choiceOption } from './options.js';
import type { Link, Relay } from './relay.js';

/** haproxy: tcp, HTTP/1 and HTTP/2 without TLS. Splicing is off unless asked for, as it is by default. */
export const haproxy: Relay = {
  name: 'haproxy',
  description: 'haproxy: tcp, http1, http2',
  protocols: ['tcp', 'http1', 'http2'],
  program: {
    executable: 'haproxy',
    version: { arguments: ['-v'], pattern: /version (\S+)/ },
    packages: { apt: 'haproxy', dnf: 'haproxy' },
  },
  options: { splice: choiceOption('let the kernel move tcp payload', ['on', 'off']) },
  extraPorts: 0,
  plan: (link) => {
    const config = `${link.role}.haproxy.cfg`;
    return {
      argv: [link.program.path, '-db', '-f', `${link.folder}/${config}`],
      files: [{ path: config, text: configText(link) }],
      channel: false,
      ready: [{ kind: 'listening', port: link.listenPort }],
    };
  },
  logLevel: (line) => (/\[(ALERT|EMERG)\]/.test(line) ? 'error' : /\[WARNING\]/.test(line) ? 'warning' : null),
};

function configText(link: Link): string {
  const proto = link.protocol === 'http2' ? ' proto h2' : '';
  return [
    'global',
    `    nbthread ${link.threads}`,
    'defaults',
    `    mode ${link.protocol === 'tcp' ? 'tcp' : 'http'}`,
    '    timeout connect 5s',
    '    timeout client 1h',
    '    timeout server 1h',
    ...(link.options['splice'] === 'on' ? ['    option splice-request', '    option splice-response'] : []),
    'frontend from_client',
    `    bind 127.0.0.1:${link.listenPort}${proto}`,
    '    default_backend to_server',
    'backend to_server',
    `    server next 127.0.0.1:${link.connectPort}${proto}`,
    '',
  ].join('\n');
}
