import { choiceOption } from './options.js';
import { certificateName, type TlsFiles } from '../model/tls.js';
import { quoteForShell } from '../units/shell.js';
import type { Link, Relay, TlsTold } from './relay.js';

/** haproxy: tcp, HTTP/1 and HTTP/2. Splicing is off unless asked for, as it is by default. */
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
  ownConfig: true,
  plan: (link) => {
    const config = `${link.role}.haproxy.cfg`;
    return {
      argv: [link.program.path, '-db', '-f', `${link.folder}/${config}`],
      files: [{ path: config, text: link.config?.text ?? configText(link) }],
      channel: false,
      ready: [{ kind: 'listening', port: link.listenPort }],
    };
  },
  tls: {
    protocols: ['tcp', 'http1', 'http2'],
    refused: (line) => /\bSSL handshake failure|SSL client certificate|\berror:[0-9A-F]{8}:SSL/.test(line),
    told: { file: (role) => `${role}.log`, read: readTlsLine },
  },
  logLevel: (line) => (/\[(ALERT|EMERG)\]/.test(line) ? 'error' : /\[WARNING\]/.test(line) ? 'warning' : null),
};

function configText(link: Link): string {
  const proto = link.protocol === 'http2' ? ' proto h2' : '';
  const { listen, connect } = link.tls;
  const encrypted = listen !== null || connect !== null;
  return [
    'global',
    `    nbthread ${link.threads}`,
    ...(encrypted ? [...certificateFiles, 'set-var proc.told int(0)'].map((line) => `    ${line}`) : []),
    'defaults',
    `    mode ${link.protocol === 'tcp' ? 'tcp' : 'http'}`,
    '    timeout connect 5s',
    '    timeout client 1h',
    '    timeout server 1h',
    ...(link.options['splice'] === 'on' ? ['    option splice-request', '    option splice-response'] : []),
    'frontend from_client',
    `    bind ${link.listenHost}:${link.listenPort}${proto}${listenTls(link)}`,
    ...(encrypted ? told(link) : []),
    '    default_backend to_server',
    'backend to_server',
    // A certificate that was refused once is refused again.
    ...(connect === null ? [] : ['    retries 0']),
    `    server next ${link.connectHost}:${link.connectPort}${proto}${connectTls(link)}`,
    '',
  ].join('\n');
}

/** haproxy takes certificate and key from one file, or else the key from the file that is named so (since 2.2). */
const certificateFiles = ['ssl-load-extra-files key', 'ssl-load-extra-del-ext'];

/** Its quotes are those of a shell. */
const both = ({ certificate, authority }: TlsFiles): string =>
  ` ssl crt ${quoteForShell(certificate)} ca-file ${quoteForShell(authority)} verify required`;

const listenTls = ({ tls, protocol }: Link): string =>
  tls.listen === null ? '' : `${both(tls.listen)}${protocol === 'http2' ? ' alpn h2' : ''}`;

function connectTls({ tls, protocol, connectHost }: Link): string {
  if (tls.connect === null) return '';
  return `${both(tls.connect)} verifyhost ${certificateName(connectHost)}${protocol === 'http2' ? ' alpn h2' : ''}`;
}

/** So many connections (or requests) are told of; each further one costs a look at a number. */
const connectionsTold = 20;

/** haproxy tells of the TLS of its first connections, each when it ends; and of the reasons of its own failures. */
function told({ protocol }: Link): string[] {
  const rule = protocol === 'tcp' ? 'tcp-request content' : 'http-request';
  const several = `var(proc.told) -m int ge ${connectionsTold}`;
  return [
    '    log stdout format raw local0 info',
    '    log-format "tls %cp %sslv %sslc used=%[ssl_c_used] verify=%[ssl_c_verify] end=%ts next=%[ssl_bc_err_str]"',
    `    ${rule} set-log-level silent if { ${several} }`,
    `    ${rule} set-var(proc.told) var(proc.told),add(1) unless { ${several} }`,
  ];
}

/** Sample: `tls 41892 TLSv1.3 TLS_AES_256_GCM_SHA384 used=1 verify=0 end=-- next=-`. */
function readTlsLine(line: string): TlsTold | null {
  const [, connection = '', protocol, cipher, used, verified] =
    /^tls (\d+) (\S+) (\S+) used=(\S+) verify=(\S+) /.exec(line) ?? [];
  if (protocol === undefined || cipher === undefined || protocol === '-') return null;
  return { connection, protocol, cipher, mutual: used === '1' && verified === '0' };
}
