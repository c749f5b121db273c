/** What travels between the extension host and a webview. Both ends treat what arrives as untrusted. */
export type Message =
  | { readonly kind: 'request'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly kind: 'reply'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly reason: string; readonly message: string }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'event'; readonly name: string; readonly value: unknown };

/** Reads what arrived; undefined when it is not a message. */
export function parseMessage(raw: unknown): Message | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { kind, id, method, params, value, reason, message, name } = raw as Readonly<Record<string, unknown>>;
  if (kind === 'event') {
    return typeof name === 'string' ? { kind, name, value } : undefined;
  }
  if (typeof id !== 'number' || !Number.isSafeInteger(id)) return undefined;
  switch (kind) {
    case 'request':
      return typeof method === 'string' ? { kind, id, method, params } : undefined;
    case 'reply':
      return { kind, id, value };
    case 'failure':
      return typeof reason === 'string' && typeof message === 'string' ? { kind, id, reason, message } : undefined;
    case 'cancel':
      return { kind, id };
    default:
      return undefined;
  }
}
