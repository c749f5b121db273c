import * as vscode from 'vscode';
import { searchWhileTyping, type QuickSearch } from './quickSearch';
import { inOrderOfTicking } from './tickOrder';

/** A row of a quick pick with the value that it stands for. */
export interface Choice<Value> extends vscode.QuickPickItem {
  readonly value: Value;
}

/** A line between rows. */
export function separator(label: string): vscode.QuickPickItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** How a choice is presented. */
export interface ChoiceQuestion<Value> {
  readonly title: string;
  readonly placeholder: string;
  readonly rows: readonly (Choice<Value> | vscode.QuickPickItem)[];
  /** The row under the cursor at first. */
  readonly current?: (value: Value) => boolean;
  /** True to offer a way back to where the question came from. */
  readonly back?: boolean;
}

/** Asks for one of several values; `back` when the person went back; undefined for Escape. */
export function askChoice<Value>(
  question: ChoiceQuestion<Value>,
): Promise<{ readonly value: Value } | 'back' | undefined> {
  const pick = vscode.window.createQuickPick<Choice<Value> | vscode.QuickPickItem>();
  pick.title = question.title;
  pick.placeholder = question.placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = question.rows;
  pick.buttons = question.back ? [vscode.QuickInputButtons.Back] : [];
  const current = question.rows.find((row) => isChoice(row) && question.current?.(row.value) === true);
  if (current !== undefined) {
    pick.activeItems = [current]; // without this the first row is; an empty list would leave Enter without effect
  }
  return new Promise((resolve) => {
    const finish = (answer: { readonly value: Value } | 'back' | undefined): void => {
      resolve(answer); // hiding, which follows, resolves again without effect
      pick.dispose();
    };
    pick.onDidTriggerButton(() => {
      finish('back');
    });
    pick.onDidAccept(() => {
      const [row] = pick.selectedItems;
      if (row !== undefined && isChoice(row)) {
        finish({ value: row.value });
      }
    });
    pick.onDidHide(() => {
      finish(undefined);
    });
    pick.show();
  });
}

/** Asks for any number of values, given in the order in which they were ticked; undefined for Escape. */
export function askChoices<Value>(
  question: Pick<ChoiceQuestion<Value>, 'title' | 'placeholder'> & {
    readonly rows: readonly Choice<Value>[];
    readonly search?: QuickSearch<Value>;
  },
): Promise<readonly Value[] | undefined> {
  const pick = vscode.window.createQuickPick<Choice<Value>>();
  pick.title = question.title;
  pick.placeholder = question.placeholder;
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = question.rows;
  let ticked: readonly Value[] = [];
  const search = question.search && searchWhileTyping(pick, question.rows, question.search);
  return new Promise((resolve) => {
    const finish = (answer: readonly Value[] | undefined): void => {
      resolve(answer); // hiding, which follows, resolves again without effect
      search?.dispose();
      pick.dispose();
    };
    const valuesOf = (rows: readonly Choice<Value>[]): readonly Value[] => rows.map(({ value }) => value);
    pick.onDidChangeSelection((selected) => {
      const values = valuesOf(selected);
      const gone = ticked.filter((value) => !values.includes(value));
      // Other rows in the list untick all of them for a moment; a person unticks one, or all with nothing left to order.
      ticked = inOrderOfTicking(ticked, gone.length > 1 ? [...gone, ...values] : values);
    });
    pick.onDidAccept(() => {
      finish(inOrderOfTicking(ticked, valuesOf(pick.selectedItems)));
    });
    pick.onDidHide(() => {
      finish(undefined);
    });
    pick.show();
  });
}

function isChoice<Value>(row: Choice<Value> | vscode.QuickPickItem): row is Choice<Value> {
  return 'value' in row;
}
