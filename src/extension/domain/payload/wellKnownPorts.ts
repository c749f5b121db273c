/** The port that a server listens on unless it is told otherwise; on 127.0.0.1 these are the places to look first. */
export const wellKnownPorts: readonly { readonly port: number; readonly server: string }[] = [
  { port: 5001, server: 'KoboldCpp' },
  { port: 8080, server: 'llama-server' },
  { port: 11434, server: 'Ollama' },
  { port: 1234, server: 'LM Studio' },
  { port: 5000, server: 'text-generation-webui' },
  { port: 8000, server: 'vLLM' },
  { port: 1337, server: 'Jan' },
  { port: 4891, server: 'GPT4All' },
];
