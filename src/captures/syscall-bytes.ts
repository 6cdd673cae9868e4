/**
 * Calls that return how many bytes they moved. Calls that return a number of messages (sendmmsg, recvmmsg) or that
 * only start something (io_uring_enter) are not among them. What is returned is taken as it is: `tee` copies from pipe
 * to pipe what `splice` moves once more, and a receive with MSG_TRUNC drops what it counts.
 */
const movers: ReadonlySet<string> = new Set([
  ...['read', 'readv', 'pread64', 'preadv', 'preadv2', 'recv', 'recvfrom', 'recvmsg'],
  ...['write', 'writev', 'pwrite64', 'pwritev', 'pwritev2', 'send', 'sendto', 'sendmsg'],
  ...['sendfile', 'sendfile64', 'splice', 'tee', 'vmsplice', 'copy_file_range'],
]);

/** Whether what a call returns is a number of bytes that it moved. */
export const movesBytes = (syscall: string): boolean => movers.has(syscall);
