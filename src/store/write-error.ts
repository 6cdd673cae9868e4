import { ExpectedError } from '../errors.js';

const otherFolder = 'choose another folder with --output DIR';

/** What the kernel's words mean to a user, and what to do, for every error that a full or closed disk gives. */
const reasons: Readonly<Record<string, readonly [reason: string, remedy: string]>> = {
  EROFS: ['read-only file system', otherFolder],
  EACCES: ['permission denied', otherFolder],
  EPERM: ['operation not permitted', otherFolder],
  ENOSPC: ['no space left on the disk', `free some space, or ${otherFolder}`],
  EDQUOT: ['disk quota exceeded', `free some space, or ${otherFolder}`],
  EEXIST: ['it is a file, not a folder', otherFolder],
  EISDIR: ['a folder has the name of a file that is to be written', otherFolder],
  ENOTDIR: ['a part of this path is a file, not a folder', otherFolder],
  ENOENT: ['a part of this path does not exist', otherFolder],
  ELOOP: ['too many symbolic links', otherFolder],
  ENAMETOOLONG: ['the path is too long', otherFolder],
  EIO: ['input/output error', otherFolder],
};

/** Does something that writes at this path; the disk's refusals become expected errors (`cannot-write`). */
export function writing<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    const [reason, remedy] = reasons[systemCodeOf(error) ?? ''] ?? [];
    if (reason === undefined) throw error;
    throw new ExpectedError('cannot-write', `cannot write in ${path}: ${reason}`, remedy, undefined, { cause: error });
  }
}

/** The name of a system error, such as `ENOENT`; null for any other error. */
export function systemCodeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
