/** The title of a lens: what stands in it is text, never an icon. */
export function lensTitle(label: string): string {
  return label.replaceAll('$(', '\\$(');
}

/** The title of a lens with an icon before it. VS Code swallows a plain blank between the two. */
export function iconLensTitle(icon: string, label: string): string {
  return `$(${icon})\u00a0${lensTitle(label)}`;
}
