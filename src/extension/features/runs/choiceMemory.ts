/** What "Run Workflow" remembers of a choice; a `vscode.Memento` is one. */
export interface ChoiceMemory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

const KEY = 'runs.lastWorkflow';

/** The id of the workflow that was chosen last; undefined when there was none. */
export function lastChoice(memory: ChoiceMemory): number | undefined {
  const value = memory.get(KEY);
  return typeof value === 'number' ? value : undefined;
}

/** Forgets the last choice: in another library another workflow has its id. */
export async function forgetChoice(memory: ChoiceMemory): Promise<void> {
  await memory.update(KEY, undefined);
}

/** Remembers a choice. */
export async function rememberChoice(memory: ChoiceMemory, workflowId: number): Promise<void> {
  await memory.update(KEY, workflowId);
}
