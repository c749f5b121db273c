import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** How long an input may take to appear, in milliseconds. */
const PATIENCE_MS = 10_000;

/** What a test does with an input that stands on the screen: types, picks, presses Escape. */
export type Reaction =
  | { readonly type: string }
  | { readonly pick: string | readonly string[] }
  | { readonly back: true }
  | { readonly escape: true };

/** What stood on the screen when a reaction was due. */
export interface Asked {
  readonly title: string | undefined;
  readonly value: string;
  readonly rows: readonly string[];
  /** What an input box said about what was typed; undefined when it took it. */
  readonly problem: string | undefined;
}

type Input = vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>;

/**
 * Runs something that asks in real inputs of VS Code, and reacts to one after the other; what is refused stays on the
 * screen for the next reaction. All inputs must have been used up when the work ends. Gives what was asked.
 */
export async function reacting(reactions: readonly Reaction[], work: () => unknown): Promise<readonly Asked[]> {
  const shown = new Inputs();
  const asked: Asked[] = [];
  try {
    let over = false;
    const done = Promise.resolve(work()).finally(() => {
      over = true;
    });
    done.catch(() => undefined); // awaited below
    for (const reaction of reactions) {
      const input = await shown.next(() => over);
      asked.push(await react(input, reaction));
    }
    await done;
  } finally {
    shown.dispose();
  }
  return asked;
}

/** Catches the inputs that are made. */
class Inputs {
  private readonly made: { input: Input; shown: boolean; hidden: boolean }[] = [];
  private readonly createInputBox = vscode.window.createInputBox;
  private readonly createQuickPick = vscode.window.createQuickPick;

  constructor() {
    const { window } = vscode;
    window.createInputBox = () => this.follow(this.createInputBox());
    window.createQuickPick = <Row extends vscode.QuickPickItem>() => this.follow(this.createQuickPick<Row>());
  }

  dispose(): void {
    vscode.window.createInputBox = this.createInputBox;
    vscode.window.createQuickPick = this.createQuickPick;
    this.made.forEach(({ input }) => {
      input.dispose();
    });
  }

  async next(isOver: () => boolean): Promise<Input> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const open = this.made.find(({ shown, hidden }) => shown && !hidden);
      if (open) return open.input;
      assert.ok(!isOver(), 'the work ended without asking any more');
      assert.ok(Date.now() < deadline, 'nothing was asked');
      await delay(10);
    }
  }

  private follow<One extends Input>(input: One): One {
    const entry = { input: input, shown: false, hidden: false };
    this.made.push(entry);
    input.onDidHide(() => {
      entry.hidden = true;
    });
    const show = input.show.bind(input);
    input.show = () => {
      entry.shown = true;
      show();
    };
    const dispose = input.dispose.bind(input);
    input.dispose = () => {
      entry.hidden = true;
      dispose();
    };
    return input;
  }
}

async function react(input: Input, reaction: Reaction): Promise<Asked> {
  await delay(50); // VS Code has drawn it
  const before = { title: input.title, value: input.value, rows: 'items' in input ? input.items.map(rowOf) : [] };
  if ('type' in reaction) {
    assert.ok(!('items' in input), `a text was to be typed, but "${String(input.title)}" asks for a choice`);
    input.value = reaction.type;
    await delay(50);
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  } else if ('pick' in reaction) {
    assert.ok('items' in input, `a row was to be picked, but "${String(input.title)}" asks for a text`);
    pick(input, typeof reaction.pick === 'string' ? [reaction.pick] : reaction.pick);
    await delay(50);
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  } else if ('back' in reaction) {
    await vscode.commands.executeCommand('workbench.action.quickInputBack');
  } else {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
  }
  await delay(100); // the answer has come back
  const problem = 'items' in input ? undefined : input.validationMessage;
  return { ...before, problem: typeof problem === 'object' ? problem.message : problem };
}

function pick(input: vscode.QuickPick<vscode.QuickPickItem>, labels: readonly string[]): void {
  const rows = labels.map((label) => input.items.find((one) => one.label === label));
  const found = rows.filter((row) => row !== undefined);
  assert.equal(found.length, labels.length, `${labels.join()} is not among ${input.items.map(rowOf).join()}`);
  if (input.canSelectMany) {
    input.selectedItems = found;
  } else {
    input.activeItems = found;
  }
}

function rowOf({ label, description }: vscode.QuickPickItem): string {
  return description === undefined || description === '' ? label : `${label} | ${description}`;
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
