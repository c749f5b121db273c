import type { HostWindow } from '../../test/host/host';

/** Says how a person gets at a VS Code that stays open, and how it ends. */
export function reachLines({ address }: Pick<HostWindow, 'address'>): readonly string[] {
  if (address === undefined) return ['VS Code stays open in its window. Close it, or press Ctrl+C here, to end.'];
  return ['VS Code stays open. Reach it with a browser on this machine:', `  ${address}`, 'Ctrl+C ends it.'];
}
