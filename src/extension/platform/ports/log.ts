/** Where details go that a person does not need on screen. Prompts and answers are logged only at `trace`. */
export interface Log {
  trace(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string | Error): void;
}

/** A log that keeps nothing. */
export const nullLog: Log = { trace: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {
  // Nothing is kept.
}
