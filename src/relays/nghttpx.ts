import type { Link, Relay, RelayProcess } from './relay.js';

/** nghttp2's proxy: HTTP/1 and HTTP/2 without TLS. */
export const nghttpx: Relay = {
  name: 'nghttpx',
  description: "nghttp2's proxy: http1, http2",
  protocols: ['http1', 'http2'],
  program: {
    executable: 'nghttpx',
    version: { arguments: ['--version'], pattern: /nghttp2\/(\S+)/ },
    packages: { apt: 'nghttp2-proxy', dnf: 'nghttp2' },
  },
  options: {},
  extraPorts: 0,
  ownConfig: true,
  plan: (link) => ({
    ...(link.config === null ? ours(link) : theirs(link, link.config.text)),
    channel: false,
    ready: [{ kind: 'listening', port: link.listenPort }],
  }),
  // Sample: `2026-11-23T10:15:02.123Z 77 77 3a1f8b20 ERROR (shrpx_connection_handler.cc:87) ...`
  logLevel: (line) => (/ (FATAL|ERROR) /.test(line) ? 'error' : / WARN /.test(line) ? 'warning' : null),
};

type Started = Pick<RelayProcess, 'argv' | 'files'>;

function ours(link: Link): Started {
  return {
    argv: [
      link.program.path,
      // Without it nghttpx reads the system's configuration.
      '--conf=/dev/null',
      `--frontend=${link.listenHost},${link.listenPort};no-tls`,
      `--backend=${link.connectHost},${link.connectPort};;proto=${link.protocol === 'http2' ? 'h2' : 'http/1.1'}`,
      `--workers=${link.threads}`,
      '--accesslog-file=/dev/null',
      '--errorlog-file=/dev/stderr',
      '--log-level=WARN',
    ],
    files: [],
  };
}

/** Options of the command line would prevail over the user's file. */
function theirs({ program, folder, role }: Link, text: string): Started {
  const config = `${role}.nghttpx.conf`;
  return { argv: [program.path, `--conf=${folder}/${config}`], files: [{ path: config, text }] };
}
