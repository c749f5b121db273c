import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerRelease } from './hostVersion';
import { installOnce } from './installOnce';
import { INSTALL_FOLDER } from './paths';
import { runCommand } from './runCommand';

/** A VS Code server on disk, with the Node.js that runs it. */
export interface ServerInstallation {
  /** The Node.js program. */
  readonly node: string;
  /** The folder that holds `out/server-main.js`. */
  readonly server: string;
}

/** Flags that keep npm from anything but installing; no script runs, so no compiler is needed. */
const NPM_INSTALL = ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/**
 * Finds the server of a release below `.vscode-test`, and installs it from the npm registry when it is not there.
 * Throws when npm cannot.
 */
export async function installServer(
  release: ServerRelease,
  progress: (line: string) => void,
): Promise<ServerInstallation> {
  const serverFolder = join(INSTALL_FOLDER, `code-server-${release.codeServer}`);
  const nodeFolder = join(INSTALL_FOLDER, `node-${release.nodeMajor}`);
  await Promise.all([
    installOnce(serverFolder, async (folder) => {
      progress(`Installing the VS Code ${release.vscode} server into ${serverFolder} …`);
      await installServerPackage(folder, release);
    }),
    installOnce(nodeFolder, async (folder) => {
      progress(`Installing Node.js ${release.nodeMajor} for it into ${nodeFolder} …`);
      await installNode(folder, release.nodeMajor);
    }),
  ]);
  return { node: nodeProgram(nodeFolder), server: join(serverFolder, 'vscode') };
}

/** Keeps only the server of the package: the rest of it is a log-in page and a proxy. */
async function installServerPackage(folder: string, release: ServerRelease): Promise<void> {
  await runCommand('npm', ['pack', `code-server@${release.codeServer}`, '--silent'], { cwd: folder });
  const archive = `code-server-${release.codeServer}.tgz`;
  await runCommand('tar', ['-xzf', archive], { cwd: folder });
  await rename(join(folder, 'package/lib/vscode'), join(folder, 'vscode'));
  await rm(join(folder, 'package'), { recursive: true });
  await rm(join(folder, archive));
  await replaceGitDependency(join(folder, 'vscode'));
  await runCommand('npm', NPM_INSTALL, { cwd: join(folder, 'vscode') });
}

/** One release names a commit instead of a version of the file watcher; a registry cannot serve that. */
async function replaceGitDependency(server: string): Promise<void> {
  const path = join(server, 'package.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as { dependencies: Record<string, string> };
  if (!manifest.dependencies['@parcel/watcher']?.includes('#')) return;
  manifest.dependencies['@parcel/watcher'] = '2.5.1';
  await writeFile(path, JSON.stringify(manifest, null, 2));
  await rm(join(server, 'npm-shrinkwrap.json'), { force: true });
}

/** The npm package `node` holds the program for this machine; its install script puts it in place, so it may run. */
async function installNode(folder: string, major: string): Promise<void> {
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, allowScripts: { node: true } }));
  await runCommand('npm', ['install', `node@${major}`, '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
  const program = nodeProgram(folder);
  if (!existsSync(program)) throw new Error(`The npm package node@${major} did not install ${program}.`);
}

function nodeProgram(folder: string): string {
  return join(folder, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
}
