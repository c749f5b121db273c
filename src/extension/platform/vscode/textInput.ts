import * as vscode from 'vscode';
import type { Parsed } from '../../domain/payload/parsed';
import { localize } from './localize';

/** One question to be answered by typing. */
export interface TextQuestion<Value> {
  readonly title: string;
  readonly prompt: string;
  readonly value?: string;
  readonly placeholder?: string;
  /** True to offer a way back to where the question came from. */
  readonly back?: boolean;
  readonly parse: (typed: string) => Parsed<Value>;
}

/** The answer; `back` when the person went back; undefined for Escape. */
export type TextAnswer<Value> = { readonly value: Value } | 'back' | undefined;

/** Asks in an input box that takes only what can be read, and says what is wrong while the person types. */
export function askText<Value>(question: TextQuestion<Value>): Promise<TextAnswer<Value>> {
  const box = vscode.window.createInputBox();
  box.title = question.title;
  box.prompt = question.prompt;
  box.value = question.value ?? '';
  box.placeholder = question.placeholder;
  box.buttons = question.back ? [vscode.QuickInputButtons.Back] : [];
  return new Promise((resolve) => {
    const finish = (answer: TextAnswer<Value>): void => {
      resolve(answer); // hiding, which follows, resolves again without effect
      box.dispose();
    };
    const check = (): Parsed<Value> => {
      const parsed = question.parse(box.value);
      box.validationMessage = parsed.ok ? undefined : localize(parsed.problem);
      return parsed;
    };
    box.onDidChangeValue(check);
    box.onDidTriggerButton(() => {
      finish('back');
    });
    box.onDidAccept(() => {
      const parsed = check();
      if (parsed.ok) {
        finish({ value: parsed.value });
      }
    });
    box.onDidHide(() => {
      finish(undefined);
    });
    box.show();
  });
}
