/** Parts of lines that a healthy VS Code without internet, account and native modules prints in every window. */
const NOISE = [
  'No signed-in session',
  'ENOTFOUND',
  'EAI_AGAIN',
  'vsda',
  'service-worker',
  'service worker',
  'ServiceWorker',
  'spdlog',
  'sqlite3',
  'native-watchdog',
  'windows-ca-certs',
  'Failed to fetch',
  'ERR_NAME_NOT_RESOLVED',
  'ERR_INTERNET_DISCONNECTED',
];

/** Whether a line of VS Code's log says nothing about the extension under test. */
export function isLogNoise(line: string): boolean {
  return line.trim() === '' || NOISE.some((part) => line.includes(part));
}
