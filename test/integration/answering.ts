import * as vscode from 'vscode';

/** What VS Code asks people, and tests answer in their place. */
type Question = 'showInputBox' | 'showWarningMessage' | 'showErrorMessage' | 'showQuickPick' | 'showInformationMessage';

/**
 * Answers one kind of question while something is done, and gives everything that was asked meanwhile. The answer is
 * computed from the arguments of the question, so that a test can try what an input box would refuse.
 */
export async function answering(
  question: Question,
  answer: (...asked: readonly unknown[]) => unknown,
  work: () => unknown,
): Promise<readonly (readonly unknown[])[]> {
  const window = vscode.window as unknown as Record<string, unknown>;
  const original = window[question];
  const asked: (readonly unknown[])[] = [];
  window[question] = (...args: unknown[]) => {
    asked.push(args);
    return Promise.resolve(answer(...args));
  };
  try {
    await work();
  } finally {
    window[question] = original;
  }
  return asked;
}
