/** Remembers which checks have passed with the files as they are. */
export class PassedChecks {
  constructor(folder: string, digest: string | undefined);
  /** Whether a check has passed with these very files. */
  has(name: string): boolean;
  /** Remembers how a check has ended. */
  note(name: string, hasPassed: boolean): void;
}

/** A digest of all files of a repository as they are; undefined where git cannot list them. */
export function digestOfFiles(repository: string): string | undefined;
