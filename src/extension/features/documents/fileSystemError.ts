import * as vscode from 'vscode';
import { InvalidInputError } from '../../domain/ports/invalidInputError';
import { PersonError } from '../../domain/ports/personError';
import { StoreError } from '../../domain/ports/storeError';
import { localize } from '../../platform/vscode/localize';

/** An error as VS Code's file service understands it: only these keep their sentence on the way to the person. */
export function fileSystemError(error: unknown): vscode.FileSystemError {
  if (error instanceof vscode.FileSystemError) {
    return error;
  }
  if (error instanceof StoreError) {
    const sentence = localize(error.text);
    switch (error.reason) {
      case 'not-found':
        return vscode.FileSystemError.FileNotFound(sentence);
      case 'read-only':
      case 'no-permission':
        return vscode.FileSystemError.NoPermissions(sentence);
      default:
        return vscode.FileSystemError.Unavailable(sentence);
    }
  }
  if (error instanceof InvalidInputError) {
    return vscode.FileSystemError.NoPermissions(localize(error.text));
  }
  if (error instanceof PersonError) {
    return vscode.FileSystemError.Unavailable(localize(error.text));
  }
  return vscode.FileSystemError.Unavailable(error instanceof Error ? error.message : String(error));
}

/** Does something for the file service; what it throws arrives there as a `FileSystemError`. */
export async function forFileService<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw fileSystemError(error);
  }
}
