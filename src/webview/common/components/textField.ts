import { element, setAttribute, uniqueId } from '../element';
import { frameField, type FieldFrame, type FieldFrameParts } from './field';

/** The two elements of the toolkit, as far as this file uses them. */
interface ToolkitTextField extends HTMLElement {
  value: string;
  placeholder: string;
  /** The input itself, once the element has drawn itself. */
  readonly control: HTMLInputElement | HTMLTextAreaElement | undefined;
}

/** What a text field is made with. */
export interface TextFieldParts extends FieldFrameParts {
  readonly label: string;
  /** More than one makes it a text area, in which Enter begins a new line. */
  readonly lines?: number;
  /** Every change as it is typed. */
  readonly onTyped: (typed: string) => void;
  /** The end of typing: Enter, or the focus goes elsewhere. */
  readonly onCommit: (typed: string) => void;
}

/** A line of text, or several, with its label. */
export interface TextField extends FieldFrame {
  readonly value: string;
  /** True while something is typed that has not been committed. */
  readonly isDirty: boolean;
  /** Shows a value; what is being typed stays. */
  setValue(value: string, placeholder?: string): void;
  /** Puts text there as if it had been typed, such as a draft from before. */
  restore(typed: string): void;
  focus(): void;
  /** Offers values to choose from while typing. */
  suggest(values: readonly string[]): void;
}

/** Makes a text field. */
export function createTextField(parts: TextFieldParts): TextField {
  const { lines = 1 } = parts;
  const field = document.createElement(lines > 1 ? 'vscode-text-area' : 'vscode-text-field') as ToolkitTextField;
  if (lines > 1) Object.assign(field, { rows: lines, resize: 'vertical' });
  field.append(parts.label);
  const frame = frameField(field, parts);
  const offered = element('datalist', { attributes: { id: uniqueId('offered') } });
  let stored = '';
  let isDirty = false;
  const setDirty = (value: boolean): void => {
    isDirty = value;
    field.toggleAttribute('data-dirty', value); // Ctrl+Z belongs to the text as long as it is not stored
  };

  const describe = (attribute: string, value: string | undefined): void => {
    // An id cannot be referred to across the shadow, so what describes the input is written onto it.
    requestAnimationFrame(() => {
      if (field.control) setAttribute(field.control, attribute, value);
    });
  };
  const commit = (): void => {
    if (!isDirty) return;
    setDirty(false);
    parts.onCommit(field.value);
  };
  field.addEventListener('input', () => {
    setDirty(field.value !== stored);
    parts.onTyped(field.value);
  });
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (lines === 1 || event.ctrlKey || event.metaKey)) commit();
    if (event.key === 'Escape' && isDirty) {
      setDirty(false);
      field.value = stored;
      frame.setProblem(undefined);
      parts.onTyped(stored);
      event.stopPropagation();
    }
  });
  field.addEventListener('focusout', commit);
  describe('aria-description', parts.detail);

  return {
    element: frame.element,
    setNote: (note) => {
      frame.setNote(note);
    },
    setChanged: (isChanged) => {
      frame.setChanged(isChanged);
    },
    setProblem: (problem) => {
      frame.setProblem(problem);
      describe('aria-invalid', problem === undefined ? undefined : 'true');
      describe('aria-description', problem ?? parts.detail);
    },
    get value() {
      return field.value;
    },
    get isDirty() {
      return isDirty;
    },
    setValue: (value, placeholder = '') => {
      if (field.placeholder !== placeholder) field.placeholder = placeholder;
      stored = value;
      if (!isDirty && field.value !== value) field.value = value;
    },
    restore: (typed) => {
      field.value = typed;
      setDirty(typed !== stored);
    },
    focus: () => {
      field.focus();
    },
    suggest: (values) => {
      offered.replaceChildren(...values.map((value) => element('option', { attributes: { value } })));
      // A list is found only in the tree of its input, which the element draws in a later turn.
      requestAnimationFrame(() => {
        if (field.control === undefined || field.shadowRoot === null) return;
        if (offered.parentNode === null) field.shadowRoot.append(offered);
        setAttribute(field.control, 'list', values.length > 0 ? offered.id : undefined);
      });
    },
  };
}
