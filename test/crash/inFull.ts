/* Required by `npm run test:crash`. */
process.env['CRASH_TESTS'] = 'full';
