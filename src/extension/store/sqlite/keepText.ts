import type { SqlJsModule } from './sqlJs';
import type { WasmMemory } from './wasmMemory';

/** The address of a text that SQLite can read for ever. */
export function keepText(module: SqlJsModule, memory: WasmMemory, text: string): number {
  const room = Buffer.byteLength(text) + 1;
  const address = module._malloc(room);
  if (address === 0) throw new Error('There is not enough memory for a function');
  memory.setText(address, text, room);
  return address;
}
