import { element, setAttribute } from '../element';
import { createIcon, type IconName } from './icon';

/** A small button that shows only an icon. Lists have several in each of hundreds of rows, so it is a plain element. */
export interface IconButton {
  readonly element: HTMLButtonElement;
  /** Changes what a tooltip and a screen reader say. */
  setLabel(label: string): void;
  setEnabled(isEnabled: boolean): void;
}

/** Makes a button of an icon. */
export function createIconButton(icon: IconName, label: string, onClick: () => void): IconButton {
  const button = element('button', { class: 'icon-button', attributes: { type: 'button' } }, createIcon(icon));
  const setLabel = (value: string): void => {
    setAttribute(button, 'aria-label', value);
    button.title = value;
  };
  setLabel(label);
  // Disabled buttons lose the focus and cannot say why: this one stays, and does nothing.
  button.addEventListener('click', () => {
    if (button.getAttribute('aria-disabled') !== 'true') onClick();
  });
  return {
    element: button,
    setLabel,
    setEnabled: (isEnabled) => {
      setAttribute(button, 'aria-disabled', isEnabled ? undefined : 'true');
    },
  };
}
