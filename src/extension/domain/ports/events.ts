/** Undoes a subscription or frees what something holds. Doing it twice is harmless. */
export interface Disposable {
  dispose(): void;
}

/** Subscribes a listener; the engine's and the store's events have this one shape. */
export type Subscribe<T> = (listener: (value: T) => void) => Disposable;
