/** The element of the toolkit, as far as this file uses it. */
interface ToolkitTextArea extends HTMLElement {
  value: string;
  rows: number;
  resize: string;
}

/** Several lines of text with their label. */
export interface TextArea {
  readonly element: HTMLElement;
  value: string;
  focus(): void;
}

/** Makes a text area; `onTyped` hears every change. */
export function createTextArea(label: string, rows: number, onTyped: (typed: string) => void): TextArea {
  const area = document.createElement('vscode-text-area') as ToolkitTextArea;
  area.append(label);
  area.rows = rows;
  area.resize = 'vertical';
  area.addEventListener('input', () => {
    onTyped(area.value);
  });
  return {
    element: area,
    get value() {
      return area.value;
    },
    set value(value) {
      area.value = value;
    },
    focus: () => {
      area.focus();
    },
  };
}
