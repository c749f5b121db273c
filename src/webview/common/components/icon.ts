import { element, setText } from '../element';

/** The icons that pages use, by their names in VS Code, as characters of the font. */
const icons = {
  add: '\uea60',
  check: '\ueab2',
  'chevron-down': '\ueab4',
  'chevron-right': '\ueab6',
  'circle-outline': '\ueabc',
  'circle-slash': '\ueabd',
  close: '\uea76',
  copy: '\uebcc',
  'debug-stop': '\uead7',
  discard: '\ueae2',
  error: '\uea87',
  'go-to-file': '\uea94',
  gripper: '\ueb04',
  history: '\uea82',
  info: '\uea74',
  loading: '\ueb19',
  'new-file': '\uea7f',
  pass: '\ueba4',
  play: '\ueb2c',
  redo: '\uebb0',
  refresh: '\ueb37',
  'run-all': '\ueb9e',
  'run-below': '\uebbe',
  send: '\uec0f',
  trash: '\uea81',
  warning: '\uea6c',
} as const;

/** The name of an icon. */
export type IconName = keyof typeof icons;

/** An icon, which says nothing to a screen reader: what it means stands beside it or in the label of its button. */
export function createIcon(name: IconName, className = ''): HTMLSpanElement {
  return element('span', { class: `icon ${className}`, text: icons[name], attributes: { 'aria-hidden': 'true' } });
}

/** Makes an icon another one. */
export function setIcon(icon: HTMLElement, name: IconName): void {
  setText(icon, icons[name]);
}
