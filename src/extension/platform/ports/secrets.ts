/** Where keys are kept: encrypted by the system, never in a file of the workspace. */
export interface Secrets {
  /** Undefined where nothing is kept under that name. */
  get(name: string): Promise<string | undefined>;
  store(name: string, value: string): Promise<void>;
  delete(name: string): Promise<void>;
}

/** Secrets that keep nothing. */
export const nullSecrets: Secrets = {
  get: () => Promise.resolve(undefined),
  store: () => Promise.resolve(),
  delete: () => Promise.resolve(),
};
