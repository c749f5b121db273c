import type { RecognisedServer } from '../domain/ports/modelServer';

/** A recognised server with what the wire has to mind about it. */
export interface KnownServer extends RecognisedServer {
  /** Set for Ollama, which puts the model's own template around texts for its completion API too. */
  readonly templatesCompletions?: true;
}
