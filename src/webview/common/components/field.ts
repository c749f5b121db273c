import { element, setAttribute, setText } from '../element';
import { createIconButton } from './iconButton';

/** The parts around an input: what it is for, what is wrong, and the way back to how it began. */
export interface FieldFrame {
  readonly element: HTMLElement;
  /** Shows a sentence about what is typed; undefined when it is fine. */
  setProblem(problem: string | undefined): void;
  /** Shows a sentence about the value that is no problem; empty for none. */
  setNote(note: string): void;
  /** Shows whether there is something to go back to. */
  setChanged(isChanged: boolean): void;
}

/** What a frame is made with. */
export interface FieldFrameParts {
  readonly detail: string;
  readonly resetLabel: string;
  readonly onReset: () => void;
}

/** Puts an input between its explanation and its reset. */
export function frameField(input: HTMLElement, { detail, resetLabel, onReset }: FieldFrameParts): FieldFrame {
  const reset = createIconButton('discard', resetLabel, onReset);
  reset.element.classList.add('field-reset');
  reset.element.hidden = true;
  const problemText = element('span');
  const problem = element('div', { class: 'field-problem', attributes: { role: 'alert' } }, problemText);
  const note = element('div', { class: 'field-note' });
  note.hidden = true;
  const explanation = element('div', { class: 'field-detail', text: detail });
  const frame = element('div', { class: 'field' }, input, reset.element, note, problem, explanation);
  return {
    element: frame,
    setProblem: (sentence) => {
      setText(problemText, sentence ?? '');
      setAttribute(frame, 'data-problem', sentence === undefined ? undefined : 'true');
    },
    setNote: (sentence) => {
      setText(note, sentence);
      note.hidden = sentence === '';
    },
    setChanged: (isChanged) => {
      reset.element.hidden = !isChanged;
    },
  };
}
