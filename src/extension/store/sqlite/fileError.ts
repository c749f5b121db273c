import { text } from '../../../shared/model/text';
import { StoreError } from '../../domain/ports/storeError';

/** The code of an error of the operating system, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}

/** Says what the operating system refused, and what to do. Errors of the store pass unchanged. */
export function fileError(error: unknown, path: string): StoreError {
  if (error instanceof StoreError) return error;
  const options = { cause: error };
  const code = errorCode(error);
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new StoreError(
        'full',
        text('The disk is full: {0} was not saved. Free some space and try again.', path),
        options,
      );
    case 'EROFS':
      return new StoreError(
        'read-only',
        text('{0} is on a read-only disk. Choose another place in the setting "Database Path".', path),
        options,
      );
    case 'EACCES':
    case 'EPERM':
      return new StoreError(
        'no-permission',
        text(
          'You have no permission for {0}. Change the permissions of the file and its folder, then try again.',
          path,
        ),
        options,
      );
    case 'ENOENT':
      return new StoreError(
        'not-found',
        text('{0} is not there any more. Check its folder, then try again.', path),
        options,
      );
    case 'ENOTDIR':
      return new StoreError(
        'failed',
        text(
          '{0} cannot be made because a file has the name of its folder. Choose another place in the setting "Database Path".',
          path,
        ),
        options,
      );
    case 'ENAMETOOLONG':
    case 'ELOOP':
      return new StoreError(
        'failed',
        text('{0} is not a usable path. Choose another one in the setting "Database Path".', path),
        options,
      );
    default:
      return new StoreError(
        'failed',
        text('{0} cannot be read or written: {1}.', path, code ?? String(error)),
        options,
      );
  }
}
