/** Seconds in which a connection has to be there, or the next address of the host is tried. */
const connectSeconds = 10;

/** Whatever stands in the user's configuration, these are as we need them; all else is as he has it. */
const always = [
  ['BatchMode', 'yes'],
  // Words of errors are wanted, banners and news of new keys are not.
  ['LogLevel', 'ERROR'],
  ['RequestTTY', 'no'],
  ['RemoteCommand', 'none'],
  ['PermitLocalCommand', 'no'],
  ['EscapeChar', 'none'],
] as const;

const options = (pairs: readonly (readonly [string, string])[]): string[] =>
  pairs.flatMap(([name, value]) => ['-o', `${name}=${value}`]);

/** The connection itself, of which this command is the first session; others share it by its socket. */
export const masterArguments = (socket: string, host: string, command: string): string[] => [
  ...['-M', '-S', socket],
  ...options([
    ...always,
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
export const sessionArguments = (socket: string, host: string, command: string): string[] => [
  ...['-S', socket],
  ...options([...always, ['ControlMaster', 'no'], ['ProxyCommand', 'false']]),
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
