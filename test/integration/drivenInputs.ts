import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from './blocksTree';

/** What a test does with an input that stands on the screen: types, picks, presses Escape. */
export type Reaction =
  | { readonly type: string }
  | { readonly pick: string | readonly string[] }
  /** Enter, with nothing typed and nothing moved. */
  | { readonly enter: true }
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

/** An input that was made, and what has happened to it. */
interface Made {
  readonly input: Input;
  isShown: boolean;
  isHidden: boolean;
  /** How often a person has pressed Enter in it or clicked one of its buttons. */
  answers: number;
}

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
  private readonly made: Made[] = [];
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

  /** The input that stands on the screen, as soon as there is one. */
  async next(isOver: () => boolean): Promise<Made> {
    const find = () => this.made.find(({ isShown, isHidden }) => isShown && !isHidden);
    await until('an input', () => {
      const found = find();
      assert.ok(found ?? !isOver(), 'the work ended without asking any more');
      return found !== undefined;
    });
    const found = find();
    assert.ok(found);
    return found;
  }

  private follow<One extends Input>(input: One): One {
    const made: Made = { input, isShown: false, isHidden: false, answers: 0 };
    this.made.push(made);
    input.onDidHide(() => {
      made.isHidden = true;
    });
    // These listeners come before those of the extension, which have run as well when a test looks next.
    input.onDidAccept(() => {
      made.answers += 1;
    });
    input.onDidTriggerButton(() => {
      made.answers += 1;
    });
    const show = input.show.bind(input);
    input.show = () => {
      made.isShown = true;
      show();
    };
    const dispose = input.dispose.bind(input);
    input.dispose = () => {
      made.isHidden = true;
      dispose();
    };
    return input;
  }
}

async function react(made: Made, reaction: Reaction): Promise<Asked> {
  const { input, answers } = made;
  const asked = { title: input.title, value: input.value, rows: 'items' in input ? input.items.map(rowOf) : [] };
  if ('type' in reaction) {
    assert.ok(!('items' in input), `a text was to be typed, but "${input.title ?? ''}" asks for a choice`);
    input.value = reaction.type;
  } else if ('pick' in reaction) {
    assert.ok('items' in input, `a row was to be picked, but "${input.title ?? ''}" asks for a text`);
    pick(input, typeof reaction.pick === 'string' ? [reaction.pick] : reaction.pick);
  }
  await sent();
  await vscode.commands.executeCommand(commandOf(reaction));
  await until('the answer', () => made.isHidden || made.answers > answers);
  await sent();
  const problem = 'items' in input ? undefined : input.validationMessage;
  return { ...asked, problem: typeof problem === 'object' ? problem.message : problem };
}

function commandOf(reaction: Reaction): string {
  if ('escape' in reaction) return 'workbench.action.closeQuickOpen';
  return 'back' in reaction ? 'workbench.action.quickInputBack' : 'workbench.action.acceptSelectedQuickOpenItem';
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

/** VS Code gathers changes of an input and sends them from a timer that is due at once; this one is due later. */
function sent(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
