import * as vscode from 'vscode';
import { forFileService } from './fileSystemError';

/** Where the text of read-only documents comes from. */
export interface TextSource {
  /** The text of a document now; undefined when there is no such document. */
  read(uri: vscode.Uri): Promise<string | undefined>;
}

interface Seen {
  readonly text: string;
  readonly changedAt: number;
}

/**
 * Read-only documents as files. Files, because VS Code opens those again after a restart, and because it loads a
 * changed one in place: no undo history, no unsaved mark, the view stays where it is. The time that is told rises
 * whenever the text is not what it was.
 */
export class ReadOnlyFileSystem implements vscode.FileSystemProvider {
  private readonly seen = new Map<string, Seen>();
  private readonly changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();

  constructor(
    private readonly source: TextSource,
    /** The time of the first text, in milliseconds since 1970 UTC; each further one is later by one. */
    private latest: number,
  ) {}

  readonly onDidChangeFile = this.changes.event;

  /** Makes VS Code load these documents again. */
  refresh(uris: readonly vscode.Uri[]): void {
    if (uris.length > 0) {
      this.changes.fire(uris.map((uri) => ({ type: vscode.FileChangeType.Changed, uri })));
    }
  }

  /** Tells VS Code that these documents are gone. */
  remove(uris: readonly vscode.Uri[]): void {
    if (uris.length > 0) {
      this.changes.fire(uris.map((uri) => ({ type: vscode.FileChangeType.Deleted, uri })));
    }
  }

  /** Lets go of the text of a closed document. */
  forget(uri: vscode.Uri): void {
    this.seen.delete(uri.toString());
  }

  /** Everything is watched always. */
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    return forFileService(async () => {
      if (uri.path.split('/').filter((part) => part !== '').length < 3) {
        return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
      }
      const { text, changedAt } = await this.look(uri);
      return {
        type: vscode.FileType.File,
        ctime: 0,
        mtime: changedAt,
        size: Buffer.byteLength(text, 'utf8'),
        permissions: vscode.FilePermission.Readonly,
      };
    });
  }

  readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return forFileService(async () => Buffer.from((await this.look(uri)).text, 'utf8'));
  }

  /** The documents stand under their ids, which nobody browses. */
  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.changes.dispose();
    this.seen.clear();
  }

  private async look(uri: vscode.Uri): Promise<Seen> {
    const text = await this.source.read(uri);
    const address = uri.toString();
    if (text === undefined) {
      if (this.seen.delete(address)) {
        this.remove([uri]); // what told of a change may not have known that it was this one
      }
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    const before = this.seen.get(address);
    if (before?.text === text) {
      return before;
    }
    this.latest += 1;
    const now = { text, changedAt: this.latest };
    this.seen.set(address, now);
    return now;
  }
}
