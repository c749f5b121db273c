import { element, uniqueId } from '../element';
import { frameField, type FieldFrame, type FieldFrameParts } from './field';

/** The element of the toolkit, as far as this file uses it. */
interface ToolkitDropdown extends HTMLElement {
  value: string;
}

/** One of the values of a dropdown. */
export interface DropdownOption {
  readonly value: string;
  readonly label: string;
  /** What it is for; shown below the dropdown while it is chosen. */
  readonly detail: string;
}

/** What a dropdown is made with. */
export interface DropdownParts extends FieldFrameParts {
  readonly label: string;
  readonly options: readonly DropdownOption[];
  readonly onChosen: (value: string) => void;
}

/** One of several values with its label. */
export interface Dropdown extends FieldFrame {
  setValue(value: string): void;
}

/** Makes a dropdown. */
export function createDropdown({ label, options, onChosen, ...frameParts }: DropdownParts): Dropdown {
  const id = uniqueId('dropdown');
  const dropdown = document.createElement('vscode-dropdown') as ToolkitDropdown;
  dropdown.setAttribute('aria-labelledby', id);
  for (const option of options) {
    const made = document.createElement('vscode-option');
    made.setAttribute('value', option.value);
    made.title = option.detail;
    made.textContent = option.label;
    dropdown.append(made);
  }
  const chosen = element('div', { class: 'field-chosen' });
  let stored = '';
  const describe = (): void => {
    const detail = options.find(({ value }) => value === dropdown.value)?.detail ?? '';
    chosen.textContent = detail;
    chosen.hidden = detail === '';
  };
  dropdown.addEventListener('change', () => {
    describe();
    if (dropdown.value !== stored) onChosen(dropdown.value);
  });
  const name = element('label', { text: label, attributes: { id } });
  name.addEventListener('click', () => {
    dropdown.focus();
  });
  const frame = frameField(element('div', { class: 'labelled' }, name, dropdown, chosen), frameParts);
  return {
    ...frame,
    setValue: (value) => {
      stored = value;
      // Options attach themselves in a later turn; until then the dropdown knows no value.
      requestAnimationFrame(() => {
        if (dropdown.value !== stored) dropdown.value = stored;
        describe();
      });
    },
  };
}
