/**
 * The order of a run: what takes longest starts first, so that no core waits for one long file at the end. Jest knows the times of the last run
 * on this machine; in a new clone it would go by the size of files, and the folder says more.
 */
const Sequencer = require("@jest/test-sequencer").default;

const longest = [/\/rehearsal\/.*\.process\.test\.ts$/, /\/(cli|stacks)\/.*\.process\.test\.ts$/, /\.process\.test\.ts$/];

function rank({ path }) {
  const index = longest.findIndex((pattern) => pattern.test(path));
  return index < 0 ? longest.length : index;
}

module.exports = class LongestFirst extends Sequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    const timed = sorted.filter(({ duration }) => duration !== undefined).length;
    return timed > tests.length / 2 ? sorted : [...sorted].sort((one, other) => rank(one) - rank(other));
  }
};
