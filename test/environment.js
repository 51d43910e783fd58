/**
 * Jest's environment for Node, without two costs that it pays once per test file and that grow with the number of files. Everything a test
 * sees is as before: every file has its own modules and globals.
 *
 * - A module is parsed and compiled once per worker, not once per test file: V8 runs one vm.Script in any number of contexts.
 * - Jest keeps which test runs in an AsyncLocalStorage, one per test file. Node 20 and 22 go through all of them at every promise, until
 *   somebody disables them.
 */
const { AsyncLocalStorage } = require("node:async_hooks");
const vm = require("node:vm");
const NodeEnvironment = require("jest-environment-node").TestEnvironment;

const scripts = new Map();
const compileFunction = vm.compileFunction;

/** What Jest gives is a module's source with the names of Node's module wrapper as parameters; the context is the test file's. */
vm.compileFunction = (source, parameters = [], options = {}) => {
  if (options.parsingContext === undefined) return compileFunction(source, parameters, options);
  const wrapper = `(function (${parameters.join(", ")}) {`;
  const key = `${options.filename}\0${wrapper}`;
  let script = scripts.get(key);
  if (script?.source !== source) {
    script = { source, compiled: compiled(source, wrapper, options.filename) };
    scripts.set(key, script);
  }
  return script.compiled?.runInContext(options.parsingContext) ?? compileFunction(source, parameters, options);
};

/** Nothing where the source is no function's body; then Jest gets the error that it knows how to show. */
function compiled(source, wrapper, filename) {
  try {
    return new vm.Script(`${wrapper}${source}\n})`, { filename, columnOffset: -wrapper.length });
  } catch {
    return undefined;
  }
}

const used = new Set();
const run = AsyncLocalStorage.prototype.run;
AsyncLocalStorage.prototype.run = function (...args) {
  used.add(this);
  return run.apply(this, args);
};

module.exports = class extends NodeEnvironment {
  async teardown() {
    await super.teardown();
    for (const storage of used) storage.disable();
    used.clear();
  }
};
