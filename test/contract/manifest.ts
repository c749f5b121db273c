import { readFileSync } from 'node:fs';

/** A row of a menu. */
export interface MenuItem {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

/** What the contract tests read of package.json. */
export interface Manifest {
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category?: string;
      readonly icon?: string;
    }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly keybindings: readonly { readonly command: string; readonly key: string; readonly when?: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon?: string }[]>>;
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string }[] };
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string; readonly when?: string }[];
    readonly configuration: {
      readonly properties: Readonly<
        Record<string, { readonly scope?: string; readonly default?: unknown; readonly markdownDescription?: string }>
      >;
    };
    readonly languages: readonly { readonly id: string }[];
    readonly resourceLabelFormatters: readonly { readonly scheme: string }[];
  };
}

/** Reads the manifest of the extension. */
export function readManifest(): Manifest {
  return JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
}

/** Reads the English strings of the manifest. */
export function readManifestStrings(): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;
}
