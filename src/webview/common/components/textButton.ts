import { element } from '../element';

/** Makes a button that looks like a link in the text beside it. */
export function createTextButton(label: string, onClick: () => void): HTMLButtonElement {
  const button = element('button', { class: 'link-button', text: label, attributes: { type: 'button' } });
  button.addEventListener('click', onClick);
  return button;
}
