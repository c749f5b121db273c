import { createIcon, type IconName } from './icon';

/** What a button is made with. */
export interface ButtonParts {
  readonly label: string;
  readonly icon?: IconName;
  readonly appearance?: 'primary' | 'secondary';
  readonly title?: string;
  readonly onClick: () => void;
}

/** A button with a label. */
export interface Button {
  readonly element: HTMLElement;
  setEnabled(isEnabled: boolean): void;
  focus(): void;
}

/** Makes a button. */
export function createButton({ label, icon, appearance = 'primary', title = '', onClick }: ButtonParts): Button {
  const button = document.createElement('vscode-button');
  button.setAttribute('appearance', appearance);
  if (title !== '') button.title = title;
  if (icon !== undefined) {
    const start = createIcon(icon);
    start.slot = 'start';
    button.append(start);
  }
  button.append(label);
  button.addEventListener('click', () => {
    if (!button.hasAttribute('disabled')) onClick();
  });
  return {
    element: button,
    setEnabled: (isEnabled) => {
      button.toggleAttribute('disabled', !isEnabled);
    },
    focus: () => {
      // The element draws itself, and with that becomes focusable, in a later turn.
      requestAnimationFrame(() => {
        button.focus();
      });
    },
  };
}
