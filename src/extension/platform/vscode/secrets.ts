import type * as vscode from 'vscode';
import type { Secrets } from '../ports/secrets';

/** The secrets of this extension as VS Code keeps them: for all windows of the person, on the person's machine. */
export function secretsOf(storage: vscode.SecretStorage): Secrets {
  return {
    get: async (name) => storage.get(name),
    store: async (name, value) => {
      await storage.store(name, value);
    },
    delete: async (name) => {
      await storage.delete(name);
    },
  };
}
