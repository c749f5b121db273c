/** A person's text where VS Code would turn `$(name)` into an icon: quick picks and the status bar. */
export function escapeIcons(text: string): string {
  return text.replace(/\$\([\w-]+(?:~[\w-]+)?\)/g, '\\$&');
}
