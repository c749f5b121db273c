// Mocha starts a second Node.js for options of Node.js: half a second that is spared where the first one has them already,
// as in `node --import tsx node_modules/mocha/bin/mocha.js`.
const understandsTypeScript = process.execArgv.join('=') === '--import=tsx';

module.exports = {
  extension: ['ts'],
  ...(understandsTypeScript ? {} : { 'node-option': ['import=tsx'] }),
  timeout: 10000,
  'fail-zero': true,
  'forbid-only': true,
};
