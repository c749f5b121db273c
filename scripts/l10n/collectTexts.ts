import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A call whose message cannot be translated, because it is not a literal. */
export interface UntranslatableCall {
  readonly file: string;
  readonly line: number;
}

/** What the sources say to people. */
export interface CollectedTexts {
  /** Sorted, without repeats. */
  readonly messages: readonly string[];
  readonly untranslatable: readonly UntranslatableCall[];
}

/** `localize` passes on what `text()` collected, so its own call has no literal. */
const PASSED_ON = 'localize.ts';

/** Finds the first argument of every `l10n.t(…)` and `text(…)` below a folder. */
export function collectTexts(root: string): CollectedTexts {
  const messages = new Set<string>();
  const untranslatable: UntranslatableCall[] = [];
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts') || name.endsWith(PASSED_ON)) continue;
    const file = join(root, name);
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && isTextCall(node.expression)) {
        const message = node.arguments[0];
        if (message && ts.isStringLiteralLike(message)) {
          messages.add(message.text);
        } else {
          const { line } = source.getLineAndCharacterOfPosition(node.getStart());
          untranslatable.push({ file, line: line + 1 });
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { messages: [...messages].sort(), untranslatable };
}

function isTextCall(expression: ts.Expression): boolean {
  if (ts.isIdentifier(expression)) return expression.text === 'text';
  return (
    ts.isPropertyAccessExpression(expression) &&
    expression.name.text === 't' &&
    expression.expression.getText().endsWith('l10n')
  );
}
