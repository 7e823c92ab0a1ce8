// Builds dist/ before the first test: the tests run what students run.

export { build as setup } from '../harness/build.mjs';
