/** Seconds in which a connection has to be there, or the next address of the host is tried. */
const connectSeconds = 10;

/** Whatever stands in the user's configuration, these are as we need them; all else is as he has it. */
const always = [
  ['BatchMode', 'yes'],
  ['RequestTTY', 'no'],
  ['RemoteCommand', 'none'],
  ['PermitLocalCommand', 'no'],
  ['EscapeChar', 'none'],
] as const;

const options = (pairs: readonly (readonly [string, string])[]): string[] =>
  pairs.flatMap(([name, value]) => ['-o', `${name}=${value}`]);

/** Since OpenSSH 8.7; who has them in his configuration for tunnels needs a session here all the same. */
const newer = [
  ['SessionType', 'default'],
  ['StdinNull', 'no'],
  ['ForkAfterAuthentication', 'no'],
] as const;

/** The connection itself, of which this command is the first session; others share it by its socket. */
export const masterArguments = (socket: string, host: string, command: string, isNew: boolean): string[] => [
  ...['-M', '-S', socket],
  ...options([
    ...always,
    ...(isNew ? newer : []),
    // It tells why it gave up, or what was forbidden.
    ['LogLevel', 'INFO'],
    ['ControlPersist', 'no'],
    ['ConnectTimeout', String(connectSeconds)],
    ['ServerAliveInterval', '2'],
    ['ServerAliveCountMax', '4'],
    // Those of the user are for his own sessions; a port may be taken already by one of them.
    ['ClearAllForwardings', 'yes'],
    ['ForwardAgent', 'no'],
    ['ForwardX11', 'no'],
  ]),
  '--',
  host,
  command,
];

/** A further session; never a connection of its own when the first has ended. */
export const sessionArguments = (socket: string, host: string, command: string, isNew: boolean): string[] => [
  ...['-S', socket],
  // What its program says is wanted, banners are not.
  ...options([
    ...always,
    ...(isNew ? newer : []),
    ['LogLevel', 'ERROR'],
    ['ControlMaster', 'no'],
    ['ProxyCommand', 'false'],
  ]),
  '--',
  host,
  command,
];

/** Asks the first ssh for a port here that leads to one there, or to end. */
export const controlArguments = (
  socket: string,
  host: string,
  request: 'forward' | 'exit',
  ports?: { here: number; there: number },
): string[] => [
  ...['-S', socket, '-O', request],
  ...(ports === undefined ? [] : ['-L', `127.0.0.1:${ports.here}:127.0.0.1:${ports.there}`]),
  ...options([['ProxyCommand', 'false']]),
  '--',
  host,
];
