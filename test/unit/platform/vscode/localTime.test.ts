import assert from 'node:assert/strict';
import {
  formatFullTime,
  formatLocalTime,
  formatRelativeTime,
  parseUtc,
} from '../../../../src/extension/platform/vscode/localTime';

const noon = new Date(2026, 4, 20, 12, 0, 0).getTime();
const minute = 60_000;

describe('stored times for a person', () => {
  it('reads a stored time as UTC, whatever the zone of the machine', () => {
    assert.equal(parseUtc('2026-11-22 09:30:05'), Date.UTC(2026, 10, 22, 9, 30, 5));
    assert.ok(Number.isNaN(parseUtc('yesterday')));
  });

  it('shows today without its date and other days with it', () => {
    assert.equal(formatLocalTime(noon, noon + minute, 'en-GB'), '12:00');
    assert.match(formatLocalTime(noon, noon + 3 * 1440 * minute, 'en-GB'), /^20 May, 12:00$/);
    assert.match(formatLocalTime(noon, noon + 400 * 1440 * minute, 'en-GB'), /20 May 2026, 12:00/);
  });

  it('shows the full time with date and seconds', () => {
    assert.match(formatFullTime(noon, 'en-GB'), /20 May 2026.*12:00:00/);
  });

  it('says how long ago in words', () => {
    assert.equal(formatRelativeTime(noon, noon + 59_000, 'en'), 'now');
    assert.equal(formatRelativeTime(noon, noon + 5 * minute, 'en'), '5 minutes ago');
    assert.equal(formatRelativeTime(noon, noon + 119 * minute, 'en'), '1 hour ago');
    assert.equal(formatRelativeTime(noon, noon + 1500 * minute, 'en'), 'yesterday');
    assert.equal(formatRelativeTime(noon, noon + 800 * 1440 * minute, 'en'), '2 years ago');
  });

  it('treats a moment in the future, as of another clock, as now', () => {
    assert.equal(formatRelativeTime(noon + minute, noon, 'en'), 'now');
  });

  it('shows nothing for a time that is none', () => {
    assert.equal(formatRelativeTime(Number.NaN, noon, 'en'), '');
    assert.equal(formatLocalTime(Number.NaN, noon, 'en'), '');
    assert.equal(formatFullTime(Number.NaN, 'en'), '');
  });
});
