import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { panelTypes, promptLanguageId, schemes, settingsSection, viewIds } from '../../src/extension/ids';
import { readManifest, readManifestStrings } from './manifest';

const manifest = readManifest();
const strings = readManifestStrings();
const { commands, menus, keybindings, views, viewsWelcome, configuration } = manifest.contributes;
const commandIds = commands.map(({ command }) => command);

/** The member names of an interface in ids.ts. */
function membersOf(interfaceName: string): string[] {
  const source = ts.createSourceFile(
    'ids.ts',
    readFileSync('src/extension/ids.ts', 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const found = source.statements.find(
    (statement): statement is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === interfaceName,
  );
  assert.ok(found, `ids.ts has no interface ${interfaceName}`);
  return found.members.map((member) => (member.name as ts.Identifier | ts.StringLiteral).text);
}

describe('the manifest', () => {
  it('contributes exactly the commands of ids.ts', () => {
    assert.deepEqual([...commandIds].sort(), membersOf('CommandArguments').sort());
  });

  it('contributes exactly the settings of ids.ts', () => {
    const names = Object.keys(configuration.properties).map((name) => name.replace(`${settingsSection}.`, ''));
    assert.deepEqual(names.sort(), membersOf('SettingTypes').sort());
  });

  it('contributes exactly the views of ids.ts', () => {
    const { container, ...expected } = viewIds;
    assert.deepEqual(
      views[container]?.map(({ id }) => id),
      Object.values(expected),
    );
  });

  it('names only context keys of ids.ts in its when clauses', () => {
    const known = new Set(membersOf('ContextKeys'));
    const clauses = [...Object.values(menus).flat(), ...keybindings, ...viewsWelcome].flatMap(({ when }) => when ?? []);
    const named = clauses.flatMap((when) => when.match(/(?<![.\w])llmOrchestrator\.\w+/g) ?? []);
    const viewNames = new Set<string>([...Object.values(viewIds), ...Object.values(panelTypes)]);
    assert.deepEqual(
      named.filter((key) => !known.has(key) && !viewNames.has(key)),
      [],
    );
  });

  it('gives every command a category and a title from the strings file', () => {
    for (const { command, title, category } of commands) {
      assert.equal(category, '%extension.displayName%', command);
      assert.match(title, /^%.+%$/, command);
    }
  });

  it('gives every inline and title-bar command an icon', () => {
    const shown = [...(menus['view/title'] ?? []), ...(menus['view/item/context'] ?? [])]
      .filter(({ group }) => /^(inline|navigation)/.test(group ?? ''))
      .map(({ command }) => command);
    const withoutIcon = commands.filter(({ command, icon }) => shown.includes(command) && !icon);
    assert.deepEqual(withoutIcon, []);
  });

  it('names only its own commands in menus and key bindings, and gives every key binding a when clause', () => {
    for (const { command } of [...Object.values(menus).flat(), ...keybindings]) {
      assert.ok(commandIds.includes(command), command);
    }
    assert.deepEqual(
      keybindings.filter(({ when }) => !when),
      [],
    );
  });

  it('uses every string of the strings file, and has every string it uses', () => {
    const used = [...new Set(JSON.stringify(manifest).match(/%([\w.]+)%/g))].map((place) => place.slice(1, -1));
    assert.deepEqual(used.sort(), Object.keys(strings).sort());
  });

  it('keeps one primary button in each welcome view', () => {
    for (const { contents } of viewsWelcome) {
      const sentence = strings[contents.slice(1, -1)] ?? '';
      const buttons = sentence.split('\n').filter((line) => /^\[.+\]\(command:.+\)$/.test(line));
      assert.equal(buttons.length, 1, contents);
    }
  });

  it('starts on nothing but what it contributes', () => {
    const allowed = [
      ...Object.values(schemes).map((scheme) => `onFileSystem:${scheme}`),
      ...Object.values(panelTypes).map((type) => `onWebviewPanel:${type}`),
      'onLanguage:prompt',
    ];
    assert.deepEqual([...manifest.activationEvents].sort(), allowed.sort());
  });

  it('gives every setting a scope, a default and a description', () => {
    for (const [name, setting] of Object.entries(configuration.properties)) {
      assert.ok(setting.scope, name);
      assert.notEqual(setting.default, undefined, name);
      assert.match(setting.markdownDescription ?? '', /^%.+%$/, name);
    }
  });

  it('contributes the prompt language and a label for each scheme', () => {
    assert.ok(manifest.contributes.languages.some(({ id }) => id === promptLanguageId));
    assert.deepEqual(
      manifest.contributes.resourceLabelFormatters.map(({ scheme }) => scheme).sort(),
      Object.values(schemes).sort(),
    );
  });

  it('is typed against exactly the lowest VS Code that it supports', () => {
    assert.equal(`^${manifest.devDependencies['@types/vscode']}`, manifest.engines.vscode);
  });
});
