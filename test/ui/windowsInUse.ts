import { takeScreenshot } from '../host/screenshot';
import type { ExtensionWindow } from './openExtension';

/** Windows that suites have at the moment. */
const inUse = new Set<ExtensionWindow>();
/** Those of them in which a test has failed. */
const failed = new WeakSet<ExtensionWindow>();
/** A window that a suite has left for the next one. There is no more than one: a second one would idle. */
let left: ExtensionWindow | undefined;

/** Notes that a suite has a window. */
export function beginUse(window: ExtensionWindow): void {
  inUse.add(window);
}

/** Notes that a window is closed. */
export function endUse(window: ExtensionWindow): void {
  inUse.delete(window);
}

/** Leaves a trusted window with a folder to the next suite. It is closed where a test has failed in it. */
export async function leaveWindow(window: ExtensionWindow): Promise<void> {
  if (left !== undefined || failed.has(window)) return window.close();
  inUse.delete(window);
  left = window;
}

/** Gives the window that a suite has left, if one has. */
export function takeLeftWindow(): ExtensionWindow | undefined {
  const window = left;
  left = undefined;
  if (window !== undefined) inUse.add(window);
  return window;
}

/** Closes the window that nobody has taken. */
export async function closeLeftWindow(): Promise<void> {
  await takeLeftWindow()?.close();
}

/** For a test that failed: takes a picture of each window in use, and sees to it that no other suite gets one of them. */
export async function noteFailure(name: string): Promise<void> {
  for (const [index, window] of [...inUse].entries()) {
    failed.add(window);
    await takeScreenshot(window.page, index === 0 ? name : `${name}-${index + 1}`);
  }
}
