import { certificateName, type TlsFiles } from '../model/tls.js';
import type { Link, TlsTold } from './relay.js';

/** Names may be in a path that nginx would take for words of its own. */
const quoted = (path: string): string => `"${path.replaceAll(/["\\]/g, '\\$&')}"`;

/** As nginx has them since 1.23.4; before, it left out the newest. */
const tlsVersions = 'TLSv1.2 TLSv1.3';
/** Certificates between one of the user's and its authority. */
const longestChain = 4;

/** What a server that wants certificates is told. */
export function listenTls({ tls: { listen: files } }: Link): string[] {
  if (files === null) return [];
  return indented([
    ...certificate('ssl', files),
    `ssl_client_certificate ${quoted(files.authority)};`,
    'ssl_verify_client on;',
    `ssl_verify_depth ${longestChain};`,
    `ssl_protocols ${tlsVersions};`,
  ]);
}

/** What a proxy is told that shows its certificate, and looks at that of the next. */
export function connectTls({ tls: { connect: files }, connectHost }: Link, first: readonly string[]): string[] {
  if (files === null) return [];
  return indented([
    ...first,
    ...certificate('proxy_ssl', files),
    `proxy_ssl_trusted_certificate ${quoted(files.authority)};`,
    'proxy_ssl_verify on;',
    `proxy_ssl_verify_depth ${longestChain};`,
    // nginx compares names alone, not the addresses of a certificate.
    `proxy_ssl_name ${certificateName(connectHost)};`,
    `proxy_ssl_protocols ${tlsVersions};`,
  ]);
}

const certificate = (prefix: string, files: TlsFiles): string[] => [
  `${prefix}_certificate ${quoted(files.certificate)};`,
  `${prefix}_certificate_key ${quoted(files.key)};`,
];

const indented = (lines: readonly string[]): string[] => lines.map((line) => `        ${line}`);

/** Where nginx tells of the TLS of who connects. */
export function tlsLog(role: string): string {
  return `${role}.nginx-tls.log`;
}

/** Its first connections are told of, and so many of them that some were accepted: nginx counts those that it opens too. */
const connectionsTold = 20;

/** nginx tells of the TLS of its first connections, each when it ends. Looking a number up costs it next to nothing. */
export function toldOfTls({ role, tls }: Link, key: string): string[] {
  if (tls.listen === null) return [];
  const suffix = key === '$connection' ? '' : ':1';
  const numbers = Array.from({ length: connectionsTold }, (_, at) => `        "${at + 1}${suffix}" 1;`);
  return [
    `    map "${key}" $told {`,
    '        default 0;',
    ...numbers,
    '    }',
    "    log_format tls '$connection $ssl_protocol $ssl_cipher $ssl_client_verify';",
    `    access_log ${tlsLog(role)} tls if=$told;`,
  ];
}

/** Sample: `3 TLSv1.3 TLS_AES_256_GCM_SHA384 SUCCESS`. */
export function readTlsLine(line: string): TlsTold | null {
  const [, connection = '', protocol, cipher, verified] = /^(\d+) (\S+) (\S+) (\S+)$/.exec(line) ?? [];
  if (protocol === undefined || cipher === undefined || protocol === '-') return null;
  return { connection, protocol, cipher, mutual: verified === 'SUCCESS' };
}
